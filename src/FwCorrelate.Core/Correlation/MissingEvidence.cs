// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Correlation;

/// <summary>What would settle an open question: source, host, interval.</summary>
internal static class MissingEvidence
{
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    public static IReadOnlyList<string> ForAddress(Sighting sighting)
    {
        var address = sighting.Acting.Address;
        return sighting.Holders.IsNat
            ? [$"the translation log (NAT or conntrack) of {address} for {Around(sighting)}: which inner address and port was {sighting.Acting.Port}"]
            : [$"a lease row for {address} that covers {Around(sighting)}: who held it"];
    }

    public static IReadOnlyList<string> ForSandbox(Sighting sighting) =>
    [
        $"complete traces of {string.Join(", ", sighting.Holders.Sandboxes)} for {Around(sighting)}",
        $"a process or socket sensor (Tetragon, auditd) on {Hosts(sighting)}: which process connected to {Target(sighting)}",
    ];

    public static IReadOnlyList<string> ForCandidates(Sighting sighting)
    {
        var missing = new List<string>();
        if (sighting.Holders.Rung == Rung.D)
            missing.Add(
                $"conntrack or NAT records of {Hosts(sighting)} for {Around(sighting)}: which sandbox used port {sighting.Acting.Port}");
        if (sighting.Connection.StartBasis == StartBasis.Unknown)
            missing.Add($"logs of {sighting.Connection.Source.Name} before {Stamp.Format(sighting.Start)}, or TCP flags in them: when the connection began");
        missing.Add($"a process or socket sensor (Tetragon, auditd) on {Hosts(sighting)}: which process connected to {Target(sighting)}");
        return missing;
    }

    public static IReadOnlyList<string> ForProxy(ProxiedConnection proxied, Sighting sighting) =>
    [
        proxied.IsClientSide
            ? $"the client's port in the log of the proxy {proxied.Proxy} (Squid: %>p) for {Around(sighting)}: which request came this way"
            : $"the port that the proxy {proxied.Proxy} connects from in its log (Squid: %<la:%<lp, Envoy: UPSTREAM_LOCAL_ADDRESS) "
                + $"for {Around(sighting)}: which request went to {Target(sighting)} by port {sighting.Acting.Port}",
    ];

    private static string Hosts(Sighting sighting) =>
        sighting.Holders.Hosts.Count > 0 ? string.Join(", ", sighting.Holders.Hosts) : sighting.Acting.Address.ToString();

    // Of a connection that nobody saw, only its source is known.
    private static string Target(Sighting sighting) => sighting.Target.Address.IsNone ? "anything" : sighting.Target.ToString();

    private static string Around(Sighting sighting)
    {
        var margin = sighting.Clock.Slack + Duration.FromSeconds(1);
        return $"{Stamp.Format(sighting.Start - margin)} to {Stamp.Format(sighting.Start + margin)}";
    }
}
