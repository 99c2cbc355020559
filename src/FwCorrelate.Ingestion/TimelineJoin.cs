// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Redaction;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion;

/// <summary>
/// Joins what the formats of a case tell: a call or an episode may stand in several of them. What says no more than another does is left
/// out; what contradicts another is kept beside it and told. The result does not depend on the order of anything.
/// </summary>
internal static class TimelineJoin
{
    /// <summary>Calls of one id that are compared with each other; of more, all are kept.</summary>
    private const int ComparedVersions = 64;

    // Documents tell times in microseconds.
    private static readonly Duration Finest = Duration.FromNanoseconds(1_000);
    private static readonly ArgumentRedaction[] Redactions = Enum.GetValues<ArgumentRedaction>();

    /// <summary>The calls, each once.</summary>
    /// <param name="conflicts">Takes those of calls that contradict each other.</param>
    public static IReadOnlyList<ToolCall> Calls(IEnumerable<ToolCall> calls, List<TraceConflict> conflicts)
    {
        var joined = new List<ToolCall>();
        foreach (var group in calls.GroupBy(c => (c.TraceId, SpanId: BareId(c))))
        {
            List<ToolCall> versions = [.. group];
            versions.Sort(InOrder);
            if (versions.Count is > 1 and <= ComparedVersions)
                versions = [.. versions.Where(
                    (v, i) => !versions.Where((w, j) => i != j && SaysAllOf(w, v) && (j < i || !SaysAllOf(v, w))).Any())];
            if (versions.Count > 1 && versions.Exists(v => !v.IsContradicted))
                conflicts.Add(new TraceConflict($"call {group.Key.SpanId} of trace {group.Key.TraceId}", "what records of it tell",
                    [.. versions.Select(v => v.Origin)]));
            joined.AddRange(
                versions.Select((v, i) => versions.Count == 1 ? v : v with { SpanId = IdOf(group.Key.SpanId, i), IsContradicted = true }));
        }

        return joined;
    }

    /// <summary>The episodes, each once: a contradiction leaves open what it is about.</summary>
    public static IReadOnlyList<Episode> Episodes(IEnumerable<Episode> episodes, List<TraceConflict> conflicts) =>
        [.. episodes.GroupBy(e => (e.Id, e.RunId)).Select(g => Join([.. g], conflicts))];

    /// <summary>The id that the n-th version of a span's call has, from 0; see <see cref="ToolCall"/>.</summary>
    public static string IdOf(string spanId, int version) =>
        version == 0 ? spanId : string.Create(CultureInfo.InvariantCulture, $"{spanId}~{version + 1}");

    private static Episode Join(IReadOnlyList<Episode> told, List<TraceConflict> conflicts)
    {
        if (told.Count == 1)
            return told[0];
        var most = told.OrderByDescending(e => e.TurnsSeen).ThenBy(e => e.TraceCoverage ?? -1).ThenByDescending(e => e.Untold)
            .ThenBy(e => e.TurnsWithoutTools).First();
        List<string> contradictions = [];
        var joined = most with
        {
            Start = told.Min(e => e.Start),
            End = told.Max(e => e.End),
            SandboxId = Agreed("sandbox", e => e.SandboxId),
            Step = Agreed("step", e => e.Step),
            TaskId = Agreed("task", e => e.TaskId),
            Untold = told.Max(e => e.Untold),
        };
        if (contradictions.Count > 0)
            conflicts.Add(new TraceConflict($"episode {joined.Id}", string.Join(", ", contradictions), []));
        return joined;

        string? Agreed(string field, Func<Episode, string?> of)
        {
            var values = told.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            if (values.Count > 1)
                contradictions.Add(field);
            return values.Count == 1 ? values[0] : null;
        }
    }

    private static bool SaysAllOf(ToolCall fuller, ToolCall other) =>
        IsAt(fuller.Start, other.Start) && (other.IsOpen || (!fuller.IsOpen && IsAt(fuller.End, other.End)))
        && fuller.ToolName == other.ToolName && fuller.CallId == other.CallId
        && Holds(fuller.RunId, other.RunId) && Holds(fuller.EpisodeId, other.EpisodeId) && Holds(fuller.Step, other.Step)
        && Holds(fuller.TaskId, other.TaskId)
        && Holds(fuller.Turn, other.Turn) && Holds(fuller.SandboxId, other.SandboxId) && Holds(fuller.HostId, other.HostId)
        && Holds(fuller.Address, other.Address)
        && IsTextOf(fuller.Command ?? fuller.Arguments, other.Command) && IsTextOf(fuller.Arguments, other.Arguments);

    private static bool IsAt(TimePoint time, TimePoint other)
    {
        var apart = time.Value - other.Value;
        return (apart < Duration.Zero ? -apart : apart) <= Duration.Max(Finest, other.Uncertainty);
    }

    private static bool Holds(string? value, string? other) => other is null || value == other;

    // Documents hold texts as the results of some run had to show them.
    private static bool IsTextOf(string? text, string? shown) =>
        shown is null || text == shown || (text is not null && Redactions.Any(r => CommandRedaction.Apply(text, r) == shown));

    // Span ids hold no tilde of their own that a version's could be taken for, unless somebody writes them so: then they stay apart by
    // trace and id.
    private static string BareId(ToolCall call) =>
        call.IsContradicted && call.SpanId.LastIndexOf('~') is var at and > 0 ? call.SpanId[..at] : call.SpanId;

    private static int InOrder(ToolCall a, ToolCall b)
    {
        var order = a.Start.Value.CompareTo(b.Start.Value);
        if (order == 0)
            order = a.End.Value.CompareTo(b.End.Value);
        if (order == 0)
            order = string.CompareOrdinal(a.Command, b.Command);
        if (order == 0)
            order = string.CompareOrdinal(a.SandboxId, b.SandboxId);
        if (order == 0)
            order = string.CompareOrdinal(a.EpisodeId, b.EpisodeId);
        if (order == 0)
            order = string.CompareOrdinal(a.Origin.Sha256, b.Origin.Sha256);
        if (order == 0)
            order = string.CompareOrdinal(a.Origin.File, b.Origin.File);
        if (order == 0)
            order = a.Origin.Line.CompareTo(b.Origin.Line);
        return order != 0 ? order : a.Origin.Index.CompareTo(b.Origin.Index);
    }
}
