// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.CloudInterfaces;

/// <summary>A network interface as a cloud describes it.</summary>
/// <param name="Since">Since when its owner has it; null where the cloud does not tell.</param>
/// <param name="IsOwnersAlone">Whether the cloud tells that nobody else had it since then.</param>
internal sealed record CloudInterface(
    string Id, string Network, string? Owner, OwnerKind Kind, IReadOnlyList<HostAddress> Private, IReadOnlyList<HostAddress> Public,
    Instant? Since, bool IsOwnersAlone);

/// <summary>
/// Puts descriptions of network interfaces, taken at any times, together: an interface that is described again with the same owner is the
/// same lease. What a description does not tell is when an interface was given up: the next holder's start ends it.
/// </summary>
/// <param name="list">Path of the list of interfaces in an answer.</param>
/// <param name="read">Reads one of them; null where it is none.</param>
internal sealed class InterfaceCollector(string[] list, Func<JsonElement, InputFile, CloudInterface?> read) : IdentityCollector
{
    private readonly SortedDictionary<string, (CloudInterface Interface, RecordOrigin Origin)> _interfaces = new(StringComparer.Ordinal);

    public override IEnumerable<HeldAddress> Finish()
    {
        foreach (var (described, origin) in _interfaces.Values)
        {
            if (described is not { Owner: { } owner, Since: { } since })
                continue;
            foreach (var address in described.Private)
                yield return new HeldAddress(
                    address, described.Network, [owner, described.Id], described.Kind, "", since, null, described.IsOwnersAlone, origin);
            foreach (var address in described.Public)
                yield return new HeldAddress(
                    address, "", [owner, described.Id], described.Kind, "", since, null, described.IsOwnersAlone, origin);
        }
    }

    /// <summary>The time of a member.</summary>
    public static Instant? TimeOf(JsonElement owner, string name, InputFile file) => Time(owner, name, file);

    /// <summary>The addresses among texts.</summary>
    public static IReadOnlyList<HostAddress> AddressesOf(IEnumerable<string?> texts)
    {
        var addresses = new SortedSet<HostAddress>();
        foreach (var text in texts)
        {
            if (TryReadAddress(text, out var address))
                addresses.Add(address);
        }

        return [.. addresses];
    }

    protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        var at = value;
        foreach (var name in list)
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var inner) ? inner : at;
        if (at.ValueKind != JsonValueKind.Array)
            return Add(at, origin, file, tally);
        string? problem = null;
        var index = 0;
        foreach (var item in JsonMembers.Items(at))
            problem ??= Add(item, origin with { Index = index++ }, file, tally);
        return problem;
    }

    private string? Add(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (read(value, file) is not { } described)
            return "is no network interface, expected one as the cloud's command line describes it";
        tally.Count();
        var key = $"{described.Id}\n{described.Owner}\n{described.Since}";
        if (!_interfaces.TryGetValue(key, out var known) || string.CompareOrdinal(origin.Sha256, known.Origin.Sha256) < 0)
            _interfaces[key] = (described, origin);
        return null;
    }
}
