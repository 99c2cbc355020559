// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Extraction;

/// <summary>
/// What is said of an incident, as far as an extract must say the same: rule, verdict, named calls, candidates that matter, how sure.
/// </summary>
internal sealed record IncidentAnswer(
    string RuleId, Instant FirstSeen, Verdict Verdict, AttributionKind Kind, string Confidence, IReadOnlyList<string> Named,
    IReadOnlyList<string> Likely)
{
    /// <summary>A candidate of less weight decides nothing.</summary>
    private const double LikelyWeight = 0.1;

    /// <param name="idOf">How a trace or span id is written in the extract.</param>
    public static IncidentAnswer Of(Incident incident, Func<string, string> idOf)
    {
        var attribution = incident.Attribution;
        return new IncidentAnswer(
            incident.Rule.Id, incident.FirstSeen, incident.Verdict, attribution.Kind, ClassOf(attribution),
            [.. incident.NamedCalls.Select(Name).Order(StringComparer.Ordinal)],
            [.. attribution.Candidates.Where(c => c.Weight >= LikelyWeight).Select(c => Name(c.Call)).Order(StringComparer.Ordinal)]);

        string Name(ToolCall call) => $"{idOf(call.TraceId)}/{idOf(call.SpanId)}";
    }

    /// <summary>What another answer says otherwise, in words.</summary>
    public IEnumerable<string> DifferencesTo(IncidentAnswer other)
    {
        if (Verdict != other.Verdict)
            yield return $"the verdict is {Word(other.Verdict)}, it was {Word(Verdict)}";
        if (Kind != other.Kind)
            yield return $"the cause is {Word(other.Kind)}, it was {Word(Kind)}";
        if (Confidence != other.Confidence)
            yield return $"the confidence is {other.Confidence}, it was {Confidence}";
        if (!Named.SequenceEqual(other.Named))
            yield return $"the named calls are {Joined(other.Named)}, they were {Joined(Named)}";
        if (!Likely.SequenceEqual(other.Likely))
            yield return $"the likely calls are {Joined(other.Likely)}, they were {Joined(Likely)}";
    }

    private static string Joined(IReadOnlyList<string> calls) => calls.Count == 0 ? "none" : string.Join(", ", calls);

    // Bounds at which something else is said: a name, a probable call, rather a call than none.
    private static string ClassOf(Attribution attribution) => attribution.Confidence switch
    {
        _ when attribution.Candidates.Count == 0 => "without candidates",
        >= Attribution.NamedFrom => "at least 0.99",
        >= 0.95 => "0.95 to 0.99",
        >= 0.5 => "0.5 to 0.95",
        _ => "below 0.5",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Word(Verdict)}, {Word(Kind)}, confidence {Confidence}");
}
