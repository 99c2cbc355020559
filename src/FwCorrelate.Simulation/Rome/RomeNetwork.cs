// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Rome;

/// <summary>Who is where in the ROME scenario; addresses are from RFC 1918 and RFC 5737.</summary>
internal static class RomeNetwork
{
    public const int SandboxesPerWorker = 8;
    public const string PublicAddress = "192.0.2.50";
    public const string TrainerAddress = "10.20.3.10";

    /// <summary>In no table: a build host on which no agent runs.</summary>
    public const string UnknownHost = "10.20.9.77";
    public const string WarmPodAddress = "10.20.64.40";
    public const string ExposedPodAddress = "10.20.64.41";
    public const string ReusedPodAddress = "10.20.64.50";

    public static readonly Endpoint PackageMirror = new("10.20.2.20", 80);
    public static readonly Endpoint InternalGit = new("10.8.2.30", 443);
    public static readonly Endpoint ObjectStore = new("10.8.2.40", 443);
    public static readonly Endpoint FileHost = new("192.0.2.80", 443);
    public static readonly Endpoint ModelHub = new("192.0.2.90", 443);
    public static readonly Endpoint PublicGit = new("192.0.2.22", 22);
    public static readonly Endpoint TrainerTunnel = new("203.0.113.44", 7844);
    public static readonly Endpoint TrainerProxy = new("203.0.113.40", 7000);
    public static readonly Endpoint StaleTelemetry = new("203.0.113.99", 4444);
    public static readonly Endpoint Pool = new("198.51.100.23", 3333);
    public static readonly Endpoint PoolFallback = new("198.51.100.23", 443);

    public static readonly Signature Mining = new(
        "073a1475-6e11-43e2-8b28-000000000012", "主机存在挖矿行为", "Mining behavior on the host", "挖矿行为", "Mining Behavior", 3);

    public static readonly Signature ReverseShell = new(
        "073a1475-6e11-43e2-8b28-000000000013", "反弹Shell", "Reverse Shell", "反弹Shell", "Reverse Shell", 3);

    public static readonly Signature Scan = new("073a1475-6e11-43e2-8b28-000000000004", "内网扫描", "Internal network scan", "扫描", "Scan", 2);

    public static readonly Signature AbnormalConnection = new(
        "073a1475-6e11-43e2-8b28-000000000001", "异常外联", "Abnormal outbound connection", "异常连接", "Abnormal Connection", 1);

    /// <summary>The fourth worker's clock is 38 s slow: it stamps what happens 38 s too early.</summary>
    public static IReadOnlyList<SimulatedHost> Workers { get; } =
    [
        new("w1", "10.20.3.21", Duration.Zero), new("w2", "10.20.3.22", Duration.Zero), new("w3", "10.20.3.23", Duration.Zero),
        new("w4", "10.20.3.24", Duration.FromSeconds(-38)),
    ];

    public static SimulatedHost Cluster { get; } = new("k8s-1", "", Duration.Zero);

    public static IReadOnlyList<(string Kind, string Owner, string Address)> OtherAddresses { get; } =
    [
        ("host", "trainer", TrainerAddress), ("nat", "ngw-rl-train", PublicAddress), ("service", "package-mirror", PackageMirror.Address),
        ("service", "git", InternalGit.Address), ("service", "object-store", ObjectStore.Address),
    ];
}
