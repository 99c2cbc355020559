// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Aws;

/// <summary>Who is where in the AWS scenario; addresses are from RFC 1918 and RFC 5737.</summary>
internal static class AwsNetwork
{
    public const string TrainerAddress = "10.40.1.5";
    public const string MonitorAddress = "10.40.0.9";

    public static readonly Endpoint PackageMirror = new("10.40.2.20", 8080);
    public static readonly Endpoint GitServer = new("10.40.2.30", 443);
    public static readonly Endpoint FileHost = new("192.0.2.80", 443);
    public static readonly Endpoint TrainerTunnel = new("203.0.113.44", 7844);
    public static readonly Endpoint StaleTelemetry = new("203.0.113.99", 4444);

    public static IReadOnlyList<(string Kind, string Owner, string Address)> OtherAddresses { get; } =
    [
        ("host", "trainer-1", TrainerAddress), ("service", "monitor", MonitorAddress),
        ("service", "package-mirror", PackageMirror.Address), ("service", "git", GitServer.Address),
    ];

    public static IEnumerable<SimulatedSandbox> Sandboxes(Instant from, Instant to)
    {
        for (var i = 1; i <= 6; i++)
        {
            var node = new SimulatedHost($"node-{(i + 2) / 3}", "", Duration.Zero);
            yield return new SimulatedSandbox($"sb{i}", node, $"10.40.1.{10 + i}", from, to);
        }
    }
}
