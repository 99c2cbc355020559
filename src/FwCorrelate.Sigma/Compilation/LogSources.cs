// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>Which of our events a rule's log source means. Documented in src/FwCorrelate.Sigma/README.md.</summary>
public static class LogSources
{
    /// <summary>First match wins; an empty part matches anything the rule says or leaves out.</summary>
    private static readonly (string Category, string Product, string Service, RuleEvent Event)[] Known =
    [
        ("", "fwcorrelate", "flow", RuleEvent.Flow),
        ("", "fwcorrelate", "alert", RuleEvent.Alert),
        ("", "fwcorrelate", "tool_call", RuleEvent.ToolCall),
        ("firewall", "", "", RuleEvent.Flow),
        ("network_connection", "linux", "", RuleEvent.Flow),
        ("network", "", "connection", RuleEvent.Flow),
        ("", "zeek", "conn", RuleEvent.Flow),
        ("", "aws", "vpcflow", RuleEvent.Flow),
        ("", "aws", "vpc_flow", RuleEvent.Flow),
        ("", "aws", "network_firewall", RuleEvent.Flow),
        ("", "gcp", "vpc_flows", RuleEvent.Flow),
        ("", "gcp", "firewall", RuleEvent.Flow),
        ("", "azure", "nsgflow", RuleEvent.Flow),
        ("", "azure", "vnetflow", RuleEvent.Flow),
        ("", "azure", "firewall", RuleEvent.Flow),
        ("", "alibaba", "vpcflow", RuleEvent.Flow),
        ("", "alibaba", "cloud_firewall", RuleEvent.Flow),
        ("", "suricata", "flow", RuleEvent.Flow),
        ("", "suricata", "alert", RuleEvent.Alert),
        ("ids", "", "", RuleEvent.Alert),
        ("process_creation", "linux", "", RuleEvent.ToolCall),
    ];

    /// <summary>Null where no log of that kind is read here.</summary>
    public static RuleEvent? Map(LogSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (var (category, product, service, kind) in Known)
        {
            if (Names(category, source.Category) && Names(product, source.Product) && Names(service, source.Service))
                return kind;
        }

        // Sigma leaves the product out where any will do.
        return (source.Category, source.Product) switch
        {
            ("network_connection", "") => RuleEvent.Flow,
            ("process_creation", "") => RuleEvent.ToolCall,
            _ => null,
        };
    }

    private static bool Names(string known, string written) => known == "" || known == written;
}
