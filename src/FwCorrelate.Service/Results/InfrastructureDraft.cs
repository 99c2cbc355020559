// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Service.Results;

/// <summary>
/// Traffic that recurs on hosts that run no agent and that no entry of <c>infrastructure</c> expects: something for a person to vouch for
/// or to look into. Nothing follows of it by itself.
/// </summary>
/// <param name="Sources">Addresses of the hosts, in order.</param>
/// <param name="Hours">Different hours (UTC) in which it was seen.</param>
/// <param name="Rules">Titles of rules that matched it, in order.</param>
/// <param name="FromSandboxes">Incidents of sandboxes that went there too; an entry from hosts excuses none of these.</param>
public sealed record InfrastructureDraft(
    HostAddress To, int? Port, long Records, IReadOnlyList<string> Sources, int Hours, Instant First, Instant Last,
    IReadOnlyList<string> Rules, int FromSandboxes)
{
    // Once is no habit; and what two hosts do is none of one host's own.
    private const int FewestHours = 3;
    private const int FewestHosts = 2;

    /// <summary>Drafts by address, then port.</summary>
    public static IReadOnlyList<InfrastructureDraft> Of(ResultFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var found = new Dictionary<(HostAddress, int?), Tally>();
        foreach (var record in folder.Attributions(l => l.Contains("\"kind\":\"none\"", StringComparison.Ordinal)).Where(IsOfAHost))
        {
            if (!HostAddress.TryParse(record.Text(EcsFields.DestinationIp) ?? "", out var to) || StoredTime.Of(record, EcsFields.EventStart) is not { } start)
                continue;
            var key = (to, (int?)record.Number(EcsFields.DestinationPort));
            if (!found.TryGetValue(key, out var tally))
                found.Add(key, tally = new Tally());
            tally.Add(record, start);
        }

        var ofSandboxes = folder.Incidents().Where(i => i.Text(OwnFields.AttributionKind) is "tool_call" or "candidates" or "sandbox")
            .SelectMany(i => i.Parts(OwnFields.Destinations).Select(d => (d.Text("ip"), (int?)d.Number("port")))).CountBy(d => d)
            .ToDictionary(c => c.Key, c => c.Value);
        return [.. found.Where(f => f.Value.Hours.Count >= FewestHours || f.Value.Sources.Count >= FewestHosts)
            .OrderBy(f => f.Key.Item1).ThenBy(f => f.Key.Item2)
            .Select(f => new InfrastructureDraft(
                f.Key.Item1, f.Key.Item2, f.Value.Records, [.. f.Value.Sources], f.Value.Hours.Count, f.Value.First, f.Value.Last,
                [.. f.Value.Rules], ofSandboxes.GetValueOrDefault((f.Key.Item1.ToString(), f.Key.Item2))))];
    }

    // A host that a lease names, which opened it; what comes in from outside is nobody's habit to vouch for.
    private static bool IsOfAHost(StoredDocument record) =>
        record.Text(OwnFields.AttributionKind) == "none" && record.Text(OwnFields.AttributionRung) == "B"
        && record.Text(OwnFields.SuppressedBy) is null && record.Text(OwnFields.ConnectionInitiator) != "destination"
        && HostAddress.TryParse(record.Text(EcsFields.SourceIp) ?? "", out var source) && CaseSettings.Default.IsInternal(source);

    private sealed class Tally
    {
        public long Records { get; private set; }

        public SortedSet<string> Sources { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Rules { get; } = new(StringComparer.Ordinal);

        public HashSet<long> Hours { get; } = [];

        public Instant First { get; private set; } = Instant.MaxValue;

        public Instant Last { get; private set; } = Instant.MinValue;

        public void Add(StoredDocument record, Instant start)
        {
            Records++;
            Sources.Add(record.Text(EcsFields.SourceIp)!);
            Rules.UnionWith(record.Values(OwnFields.RulesTitle));
            Hours.Add(start.ToUnixTimeSeconds() / 3600);
            (First, Last) = (Instant.Min(First, start), Instant.Max(Last, start));
        }
    }
}
