// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Network;

namespace FwCorrelate.Incidents;

/// <summary>Destinations in words.</summary>
internal static class TargetText
{
    private const int NamedOneByOne = 3;
    private const int PortsShown = 6;

    /// <summary>What a person reads: <c>198.51.100.23:3333/tcp</c>, <c>87 addresses of 10.77.9.0/24, port 6379</c>.</summary>
    public static string Of(IReadOnlyCollection<Endpoint> targets)
    {
        if (targets.Count <= NamedOneByOne)
            return string.Join(", ", targets.Order().Select(t => t.ToString()));
        var addresses = targets.Select(t => t.Address).Distinct().Order().ToList();
        var where = addresses.Count == 1 ? addresses[0].ToString()
            : addresses.Exists(a => a.IsName) ? $"{addresses.Count} hosts, such as {addresses.Find(a => a.IsName)}"
            : $"{addresses.Count} addresses of {CommonBlock(addresses)}";
        return $"{where}, {Ports(targets)}";
    }

    /// <summary>What makes two incidents go to one target: the endpoint, else the block and the ports.</summary>
    public static string Key(IReadOnlyCollection<Endpoint> targets) => targets.Count <= NamedOneByOne
        ? Of(targets)
        : targets.Any(t => t.Address.IsName) ? $"several hosts, {Ports(targets)}"
        : $"{CommonBlock([.. targets.Select(t => t.Address).Distinct().Order()])}, {Ports(targets)}";

    private static string Ports(IReadOnlyCollection<Endpoint> targets)
    {
        var ports = targets.Select(t => t.Port).Distinct().Order().ToList();
        var shown = string.Join(", ", ports.Take(PortsShown).Select(p => p.ToString(CultureInfo.InvariantCulture)));
        return ports.Count == 1 ? $"port {shown}" : ports.Count <= PortsShown ? $"ports {shown}" : $"{ports.Count} ports ({shown}, ...)";
    }

    private static string CommonBlock(IReadOnlyList<HostAddress> addresses)
    {
        if (!addresses.All(a => a.IsIPv4))
            return "several networks";
        foreach (var length in new[] { 24, 16, 8 })
        {
            var block = AddressPrefix.Parse($"{addresses[0]}/{length.ToString(CultureInfo.InvariantCulture)}");
            if (addresses.All(block.Contains))
                return block.ToString();
        }

        return "several networks";
    }
}
