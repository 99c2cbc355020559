// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>Who is where in the breakout; addresses are from RFC 1918 and RFC 5737.</summary>
internal static class BreakoutNetwork
{
    public const string ProxyAddress = "10.60.0.5";
    public const string TrainerAddress = "10.60.0.9";
    public const string Metadata = "169.254.169.254";

    public static readonly Endpoint Proxy = new(ProxyAddress, 3128);
    public static readonly Endpoint Stage = new("203.0.113.66", 443);
    public static readonly Endpoint Resolver = new("198.51.100.53", 53);
    public static readonly Endpoint Updates = new("192.0.2.10", 443);

    /// <summary>What the resolver answers.</summary>
    public static IReadOnlyDictionary<string, string> Addresses { get; } = new Dictionary<string, string>
    {
        ["pypi.org"] = "192.0.2.20",
        ["files.pythonhosted.org"] = "192.0.2.21",
        ["github.com"] = "192.0.2.30",
        ["deb.debian.org"] = "192.0.2.40",
        ["registry.npmjs.org"] = "192.0.2.50",
        ["emkc.org"] = "203.0.113.10",
        ["pastebin.com"] = "203.0.113.11",
        ["paste.ee"] = "203.0.113.12",
        ["webhook.site"] = "203.0.113.13",
        ["0x0.st"] = "203.0.113.14",
        ["api.allorigins.win"] = "203.0.113.15",
        ["controlplane.tailscale.com"] = "203.0.113.16",
        ["derp4.tailscale.com"] = "203.0.113.17",
        ["gate.example.net"] = "203.0.113.90",
        ["kubernetes.default.svc"] = "10.60.0.1",
        [Metadata] = Metadata,
    };

    public static IReadOnlyList<(string Kind, string Owner, string Address)> OtherAddresses { get; } =
        [("service", "egress-proxy", ProxyAddress), ("host", "harness-1", TrainerAddress), ("service", "cluster-api", "10.60.0.1")];

    /// <summary>Six at a time: the second six begin when the first have ended.</summary>
    public static IEnumerable<SimulatedSandbox> Sandboxes(Instant start, Instant change, Instant end)
    {
        for (var i = 1; i <= 12; i++)
        {
            var host = new SimulatedHost($"node-{((i - 1) % 6 / 3) + 1}", "", Duration.Zero);
            yield return new SimulatedSandbox(
                $"eval-{i:00}", host, $"10.60.1.{10 + i}", i <= 6 ? start - Duration.FromMinutes(6) : change + Duration.FromSeconds(20),
                i <= 6 ? change : end + Duration.FromHours(1));
        }
    }
}
