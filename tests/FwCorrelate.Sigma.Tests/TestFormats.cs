// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Sigma.Tests;

/// <summary>Formats as their tables would be.</summary>
internal static class TestFormats
{
    /// <summary>Holds flows only, and none to the machine's own services.</summary>
    public static LogFormat Aws { get; } = new("aws-vpc-flow")
    {
        Title = "AWS VPC flow logs",
        WorstCaseSlack = Duration.Zero,
        SlackSource = "made up",
        HoldsFlowsOnly = true,
        Omission = new LogOmission("AWS flow logs", [HostAddress.Parse("169.254.169.253"), HostAddress.Parse("169.254.169.254")], "made up"),
    };

    /// <summary>May hold anything.</summary>
    public static LogFormat Firewall { get; } = new("alibaba-cloud-firewall")
    {
        Title = "Alibaba Cloud Firewall logs",
        WorstCaseSlack = Duration.Zero,
        SlackSource = "made up",
    };
}
