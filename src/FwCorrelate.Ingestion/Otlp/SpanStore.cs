// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// The spans of all files of a case, whatever their formats. Nothing that one span says makes another disappear: of one id all versions are
/// kept that say something which no other version says.
/// </summary>
internal sealed class SpanStore
{
    /// <summary>Versions of one id that are compared with each other; of more, all are kept.</summary>
    private const int ComparedVersions = 64;

    private readonly Dictionary<(string TraceId, string SpanId), List<TraceSpan>> _versions = [];
    private readonly Dictionary<(string TraceId, string CallId), Mention> _mentions = [];
    private readonly Dictionary<string, int> _damagedTraces = [];
    private readonly HashSet<string> _damagedFiles = [];

    /// <summary>Calls that messages mention, by trace and id.</summary>
    public IReadOnlyDictionary<(string TraceId, string CallId), Mention> Mentions => _mentions;

    /// <summary>Spans of each trace that could not be read.</summary>
    public IReadOnlyDictionary<string, int> DamagedTraces => _damagedTraces;

    /// <summary>Files of which something could not be read that does not tell its trace.</summary>
    public IReadOnlySet<string> DamagedFiles => _damagedFiles;

    public long Count { get; private set; }

    public void Add(TraceSpan span)
    {
        Count++;
        if (!_versions.TryGetValue(span.Key, out var versions))
            _versions.Add(span.Key, versions = []);
        var same = versions.FindIndex(v => SpanVersions.Compare(v, span) == 0);
        if (same < 0)
            versions.Add(span);
        else if (SpanVersions.CompareOrigins(span, versions[same]) < 0)
            versions[same] = span;
    }

    /// <summary>Notes that a message handed to a model mentions a call.</summary>
    public void Mention(TraceSpan by, RequestedCall call)
    {
        if (call.Id is not { } id)
            return;
        var mention = new Mention(by, call);
        if (!_mentions.TryGetValue((by.TraceId, id), out var known) || mention.CompareTo(known) < 0)
            _mentions[(by.TraceId, id)] = mention;
    }

    /// <param name="traceId">The trace that lacks something; null where that cannot be told.</param>
    public void NoteDamage(string file, string? traceId)
    {
        if (traceId is null)
            _damagedFiles.Add(file);
        else
            _damagedTraces[traceId] = _damagedTraces.GetValueOrDefault(traceId) + 1;
    }

    /// <summary>
    /// The spans in an order that is made of their content; versions of one id that contradict each other stand side by side.
    /// </summary>
    public List<TraceSpan> Spans()
    {
        var spans = new List<TraceSpan>(_versions.Count);
        foreach (var versions in _versions.Values)
        {
            versions.Sort(SpanVersions.Compare);
            spans.AddRange(versions.Count is 1 or > ComparedVersions
                ? versions
                : versions.Where(v => !versions.Exists(w => !ReferenceEquals(v, w) && SpanVersions.SaysAllOf(w, v))));
        }

        spans.Sort(InOrder);
        return spans;
    }

    private static int InOrder(TraceSpan a, TraceSpan b)
    {
        var order = string.CompareOrdinal(a.TraceId, b.TraceId);
        if (order == 0)
            order = string.CompareOrdinal(a.SpanId, b.SpanId);
        return order != 0 ? order : SpanVersions.Compare(a, b);
    }
}

/// <summary>A call that a message mentions.</summary>
/// <param name="By">The span whose message it is: the call ran before it, if it ran.</param>
internal sealed record Mention(TraceSpan By, RequestedCall Call) : IComparable<Mention>
{
    /// <summary>Those that tell arguments first, then the earliest: an order that is made of content.</summary>
    public int CompareTo(Mention? other)
    {
        if (other is null)
            return -1;
        var order = (Call.Arguments is null).CompareTo(other.Call.Arguments is null);
        if (order == 0)
            order = By.Start.Value.CompareTo(other.By.Start.Value);
        if (order == 0)
            order = string.CompareOrdinal(By.SpanId, other.By.SpanId);
        return order != 0 ? order : string.CompareOrdinal(Call.Arguments, other.Call.Arguments);
    }

    public TimePoint Latest => By.Start;
}
