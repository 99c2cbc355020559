// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Benign;

/// <summary>Somewhere that everyday work goes to.</summary>
/// <param name="Domain">A real name, since rules that know names are to be tried on names; the address behind it is not.</param>
internal sealed record Site(string Domain, Endpoint Endpoint);

/// <summary>Who is where on the benign day; addresses are from RFC 1918 and RFC 5737.</summary>
internal static class BenignNetwork
{
    public const string Trainer = "10.30.1.5";
    public const string Bastion = "10.30.1.9";
    public const string Monitor = "10.30.0.9";
    public const string LoadBalancer = "10.30.0.20";
    public const string ControlPlane = "10.30.0.30";
    public const string Administrator = "203.0.113.50";
    public const string PublicAddress = "198.51.100.1";

    public static readonly Endpoint Resolver = new("10.30.0.2", 53);
    public static readonly Endpoint PublicResolver = new("198.51.100.53", 53);
    public static readonly Endpoint TimeServer = new("192.0.2.123", 123);
    public static readonly Endpoint PackageMirror = new("10.30.2.20", 8080);
    public static readonly Endpoint FormerMirror = new("10.30.2.21", 8080);
    public static readonly Endpoint InternalGit = new("10.30.2.30", 443);
    public static readonly Endpoint ObjectStore = new("10.30.2.40", 443);
    public static readonly Endpoint FileServer = new("10.30.2.50", 2_049);
    public static readonly Endpoint Database = new("10.30.2.60", 5_432);
    public static readonly Endpoint Cache = new("10.30.2.61", 6_379);

    public static readonly Site PublicGit = new("github.com", new Endpoint("192.0.2.22", 443));
    public static readonly Site ModelHub = new("huggingface.co", new Endpoint("192.0.2.90", 443));
    public static readonly Site Tracker = new("api.wandb.ai", new Endpoint("192.0.2.70", 443));
    public static readonly Site Artifacts = new("artifacts.example.org", new Endpoint("192.0.2.80", 443));
    public static readonly Site Telemetry = new("telemetry.example.org", new Endpoint("198.51.100.9", 443));

    public static IReadOnlyList<Site> Packages { get; } =
    [
        new("pypi.org", new Endpoint("192.0.2.10", 443)), new("files.pythonhosted.org", new Endpoint("192.0.2.11", 443)),
        new("deb.debian.org", new Endpoint("192.0.2.12", 80)), new("registry.npmjs.org", new Endpoint("192.0.2.13", 443)),
        new("static.crates.io", new Endpoint("192.0.2.14", 443)), new("proxy.golang.org", new Endpoint("192.0.2.15", 443)),
    ];

    public static IReadOnlyList<(string Kind, string Owner, string Address)> OtherAddresses { get; } =
    [
        ("host", "trainer", Trainer), ("host", "bastion", Bastion), ("service", "monitor", Monitor), ("service", "load-balancer",
            LoadBalancer),
        ("service", "control-plane", ControlPlane), ("service", "resolver", Resolver.Address),
        ("service", "package-mirror", PackageMirror.Address),
        ("service", "git", InternalGit.Address), ("service", "object-store", ObjectStore.Address),
        ("service", "file-server", FileServer.Address),
        ("service", "database", Database.Address), ("service", "cache", Cache.Address),
    ];

    /// <summary>What the load balancer tests: more addresses than a sweep needs.</summary>
    public static IEnumerable<string> BackEnds => Enumerable.Range(1, 12).Select(i => $"10.30.3.{10 + i}");

    public static IEnumerable<SimulatedSandbox> Sandboxes(Instant from, Instant to) =>
        Enumerable.Range(1, 8).Select(i =>
            new SimulatedSandbox($"sb{i}", new SimulatedHost($"node-{(i + 3) / 4}", "", Duration.Zero), $"10.30.4.{10 + i}", from, to));

    public static bool IsInternal(string address) => address.StartsWith("10.", StringComparison.Ordinal);
}
