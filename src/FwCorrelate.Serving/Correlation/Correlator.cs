// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>
/// Runs <see cref="Investigation"/> over what was collected, when anything was, and commits what is to be said anew: revisions, what they
/// are made of and what they were told with stand in one transaction.
/// </summary>
internal sealed class Correlator(StateStore state, FileCollector collector, ResultSlot results, IClock clock)
{
    /// <summary>Runs an investigation; tests may put something else in its place.</summary>
    public Func<InvestigationOptions, CancellationToken, InvestigationResult> Investigate { get; init; } =
        (options, cancellation) => Investigation.Run(options, cancellation: cancellation);

    /// <summary>Correlates if there is a reason to.</summary>
    /// <param name="options">What to investigate with; its inputs are replaced by what was collected.</param>
    /// <param name="configuration">Hash of rules and settings that take effect.</param>
    /// <param name="isLast">Whether every difference is told now.</param>
    /// <returns>What is new; null where nothing arrived.</returns>
    /// <exception cref="StateFailedException">Nothing was committed; it is safe to try again.</exception>
    public IReadOnlyList<Revision>? Correlate(
        InvestigationOptions options, string configuration, RevisionSettings settings, bool isLast, CancellationToken cancellation)
    {
        var streams = collector.Streams.Where(s => s.IsRead).ToList();
        var inputs = HashOf(streams, configuration);
        var last = state.Find<Correlated>(Correlated.Kind, Correlated.Key);
        var silent = state.All<SilentSource>(SilentSource.Kind).Select(s => s.Source).ToList();
        if (last?.Inputs == inputs && !(last.Pending > 0 && (isLast || IsDue(last, settings)))
            && !(last.Provisional > 0 && (isLast || !last.Silent.SequenceEqual(silent))))
            return null;

        var names = NamesOf(streams);
        var began = clock.GetCurrentInstant();
        var result = Investigate(options with
        {
            Collected = new CollectedInputs([.. streams.Select(s =>
            Input(s, names))], collector.LastLook.Unread)
        }, cancellation);
        if (result.Interrupted)
        {
            result.Dispose();
            throw new OperationCanceledException(cancellation);
        }

        try
        {
            return Commit(result, streams, names, new Occasion(inputs, silent, isLast, began), settings);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private bool IsDue(Correlated last, RevisionSettings settings) =>
        clock.GetCurrentInstant() is var now && (now < last.At || now - last.At >= settings.ReviseEvery);

    private List<Revision> Commit(
        InvestigationResult result, List<CollectedStream> streams, Dictionary<int, string> names, Occasion occasion,
        RevisionSettings settings)
    {
        var now = clock.GetCurrentInstant();
        var known = state.All<IncidentState>(IncidentState.Kind).ToDictionary(i => i.Id);
        var frozenUntil = state.Find<Horizon>(Horizon.Kind, Horizon.Key)?.Until ?? Instant.MinValue;
        var revisions = new RevisionBuilder(known, result.Settings.Redaction, settings, now, frozenUntil,
            SettledUntil(result, occasion.Silent, settings.AllowedLateness), occasion.IsLast);
        revisions.Build(result.Incidents);

        var sequence = Revision.SequenceOf(state.LastKey(Revision.Kind));
        var changes = new List<StateChange>();
        changes.AddRange(revisions.Revisions.Select(r => StateChange.Put(Revision.Kind, Revision.KeyOf(++sequence), r)));
        changes.AddRange(revisions.States.Select(s => StateChange.Put(IncidentState.Kind, s.Key, s.Value)));
        changes.AddRange(Readings(result, streams, names));
        changes.AddRange(CoverageLedger.Of(result).Select(c => StateChange.Put(SourceCoverage.Kind, c.Source, c)));
        changes.AddRange(CoverageLedger.RulesOf(result).Select(r => StateChange.Put(RuleCoverage.Kind, r.Id, r)));
        var pack = Manifest.Of(result, []).RulePackSha256;
        changes.Add(StateChange.Put(Correlated.Kind, Correlated.Key, new Correlated(
            occasion.Inputs, revisions.Pending, revisions.Provisional, occasion.Silent, now, (now - occasion.Began).TotalSeconds,
            result.BytesRead, result.Incidents.Count,
            result.Ledger.Counters.ToDictionary(c => c.Key, c => c.Value), pack, result.RuleErrors, result.Warnings)));
        state.Commit(changes);
        results.Put(result);
        return revisions.Revisions;
    }

    // The source that is least far decides, unless it is silent: nobody knows whether it will ever speak.
    private static Instant SettledUntil(InvestigationResult result, IReadOnlyList<string> silent, Duration lateness)
    {
        var newest = result.Inputs.Where(i => i.Role is InputRole.Log or InputRole.Trace && i.To is not null && !silent.Contains(i.Source))
            .GroupBy(i => i.Source, StringComparer.Ordinal).Select(g => g.Max(i => i.To!.Value)).ToList();
        return newest.Count == 0 ? Instant.MaxValue : newest.Min() - lateness;
    }

    // Readings that did not change are not written again: most files of a long run are at rest.
    private IEnumerable<StateChange> Readings(InvestigationResult result, List<CollectedStream> streams, Dictionary<int, string> names)
    {
        var known = state.All<StreamReading>(StreamReading.Kind).ToDictionary(r => r.Id);
        var byPath = result.Inputs.Where(i => i.Role != InputRole.Rule).ToLookup(i => i.Path);
        foreach (var stream in streams)
        {
            if (byPath[names[stream.Id]].FirstOrDefault() is not { } input)
                continue;
            var reading = new StreamReading(
                stream.Id, Manifest.RoleName(input.Role), input.Source, input.Records, input.From, input.To, input.Problem);
            if (known.GetValueOrDefault(stream.Id) != reading)
                yield return StateChange.Put(StreamReading.Kind, stream.Id.ToString("D8", CultureInfo.InvariantCulture), reading);
        }
    }

    private CaseInput Input(CollectedStream stream, Dictionary<int, string> names) =>
        new(collector.CopyOf(stream), names[stream.Id], stream.Length) { MayGrow = true };

    // A file that is gone may have had the name of one that is there now.
    private static Dictionary<int, string> NamesOf(List<CollectedStream> streams)
    {
        var names = new Dictionary<int, string>();
        foreach (var same in streams.GroupBy(s => s.Path, StringComparer.Ordinal))
        {
            var ordered = same.OrderBy(s => s.State).ThenByDescending(s => s.Id).ToList();
            names[ordered[0].Id] = same.Key;
            foreach (var other in ordered.Skip(1))
                names[other.Id] = string.Create(CultureInfo.InvariantCulture, $"{other.Path}~{other.Id}");
        }

        return names;
    }

    private static string HashOf(IEnumerable<CollectedStream> streams, string configuration)
    {
        var text = new StringBuilder(configuration);
        foreach (var stream in streams)
            text.Append(CultureInfo.InvariantCulture, $"\n{stream.Id} {stream.Path} {stream.Length} {stream.Sha256}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What one correlation is of.</summary>
    private sealed record Occasion(string Inputs, IReadOnlyList<string> Silent, bool IsLast, Instant Began);
}
