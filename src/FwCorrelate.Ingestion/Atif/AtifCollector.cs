// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Atif;

/// <summary>
/// Makes calls of steps. A stamp of a step may have been taken before its tools ran or after: a call ran between the steps around it.
/// </summary>
internal sealed class AtifCollector(TraceCase traces) : ValueCollector(traces)
{
    /// <summary>Of fewer stamps none is doubted for being equal to the one before.</summary>
    private const int LeastStamps = 3;

    private readonly List<UntimedEpisode> _untimed = [];

    public override TraceContents Finish() => new([], [], []) { Untimed = [.. _untimed.SelectMany(e => e.Calls)] };

    protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (JsonMembers.Get(value, "steps").ValueKind != JsonValueKind.Array)
            return "is no trajectory, expected an object with 'steps'";
        var steps = JsonMembers.Items(JsonMembers.Get(value, "steps"))
            .Where(s => JsonMembers.Get(s, "is_copied_context").ValueKind != JsonValueKind.True).Select(s => StepOf(s, file.Source.Zone))
            .ToList();
        var id = JsonMembers.Text(value, "trajectory_id") ?? JsonMembers.Text(value, "session_id") ?? origin.Sha256;
        var untimed = new UntimedEpisode(id, null, null, null);
        _untimed.Add(untimed);
        var episode = new EpisodeSpans(id);
        var stamps = steps.Select(s => s.Time).OfType<TimePoint>().Select(t => t.Value).ToList();
        var isAlive = stamps.Count == steps.Count && IsAlive(stamps);
        var index = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            var place = origin with { Index = index };
            if (isAlive && steps[i].IsAgent)
                AddTurn(episode, steps, i, place);
            foreach (var call in steps[i].Calls)
            {
                var at = origin with { Index = index++ };
                if (!TryAdd(episode, steps, i, call, isAlive, at, tally))
                {
                    untimed.Add(call.Call, at);
                    tally.Count();
                }
            }
        }

        episode.WriteTo(Traces.Spans);
        return null;
    }

    // A clock that stands still at most steps: the stamps were made when the file was written, or all at once.
    private static bool IsAlive(List<Instant> stamps) =>
        stamps.Count < LeastStamps || 2 * stamps.Skip(1).Zip(stamps).Count(p => p.First == p.Second) < stamps.Count;

    private static void AddTurn(EpisodeSpans episode, List<Step> steps, int i, RecordOrigin origin)
    {
        var before = i > 0 ? steps[i - 1].Time!.Value : steps[i].Time!.Value;
        episode.AddTurn(
            string.Create(CultureInfo.InvariantCulture, $"step-{i + 1}"), Bracket(before), Bracket(steps[i].Time!.Value),
            steps[i].IsOpaque ? ModelOutput.Unknown
                : new ModelOutput(steps[i].Calls.Count > 0, [.. steps[i].Calls.Select(c => c.Call)]), origin);
    }

    private static bool TryAdd(EpisodeSpans episode, List<Step> steps, int i, StepCall call, bool isAlive, RecordOrigin origin, Tally tally)
    {
        var (start, end) = (call.Start, call.End);
        if (start is null && end is { } ended && call.Took is { } took)
            start = ended with { Value = ended.Value - took, Basis = TimeBasis.DerivedEnd };
        if (end is null && start is { } started && call.Took is { } lasted)
            end = started with { Value = started.Value + lasted };
        if (start is null && isAlive)
        {
            start = Bracket(steps[Math.Max(0, i - 1)].Time!.Value);
            end ??= i + 1 < steps.Count ? Bracket(steps[i + 1].Time!.Value) : null;
        }

        if (start is not { } from)
            return false;
        episode.AddCall(string.Create(CultureInfo.InvariantCulture, $"call-{origin.Index + 1}"), call.Call, from, end, origin);
        tally.Count(from.Value, (end ?? from).Value);
        return true;
    }

    private static TimePoint Bracket(TimePoint time) => time with { Basis = TimeBasis.Bracketed };

    private static Step StepOf(JsonElement step, DateTimeZone zone)
    {
        TimePoint? time = SpanTimes.TryRead(JsonMembers.Get(step, "timestamp"), zone, out var read) ? read : null;
        var results = JsonMembers.Items(JsonMembers.Get(step, "observation", "results")).ToList();
        var calls = new List<StepCall>();
        foreach (var call in JsonMembers.Items(JsonMembers.Get(step, "tool_calls")))
        {
            var id = JsonMembers.Text(call, "tool_call_id");
            var requested = new RequestedCall(
                id, JsonMembers.Text(call, "function_name"), JsonMembers.TextOrJson(JsonMembers.Get(call, "arguments")));

            // A result that names no call belongs to the call of the same place.
            var result = results.FirstOrDefault(r => id is not null && JsonMembers.Text(r, "source_call_id") == id);
            if (result.ValueKind == JsonValueKind.Undefined && calls.Count < results.Count
                && JsonMembers.Text(results[calls.Count], "source_call_id") is null)
                result = results[calls.Count];
            calls.Add(WithTimes(requested, [JsonMembers.Get(call, "extra"), JsonMembers.Get(result, "extra")], zone));
        }

        var isAgent = JsonMembers.Text(step, "source") == "agent";
        var isOpaque = isAgent && calls.Count == 0 && results.Count > 0;
        if (isOpaque)
            calls.AddRange(CommandsIn(JsonMembers.Text(step, "message")));
        return new Step(time, isAgent, calls, isOpaque && calls.Count == 0);
    }

    private static StepCall WithTimes(RequestedCall call, JsonElement[] extras, DateTimeZone zone)
    {
        var made = new StepCall(call, null, null, null);
        foreach (var extra in extras)
        {
            TimePoint? start = SpanTimes.TryRead(JsonMembers.Get(extra, "started_at"), zone, out var from) ? from : null;
            TimePoint? end = SpanTimes.TryRead(JsonMembers.Get(extra, "ended_at"), zone, out var to)
                || SpanTimes.TryRead(JsonMembers.Get(extra, "finished_at"), zone, out to) ? to : null;
            Duration? took = JsonMembers.Number(extra, "duration_ms") is { } ms and >= 0 and < 1e9 ? Duration.FromMilliseconds(ms) : null;
            made = made with { Start = made.Start ?? start, End = made.End ?? end, Took = made.Took ?? took };
        }

        return made;
    }

    // Older Terminus agents wrote their commands as JSON into the message.
    private static IEnumerable<StepCall> CommandsIn(string? message)
    {
        var start = message?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        if (start < 0)
            return [];
        try
        {
            var reader = new Utf8JsonReader(
                System.Text.Encoding.UTF8.GetBytes(message![start..]), new JsonReaderOptions { AllowTrailingCommas = true });
            using var document = JsonDocument.ParseValue(ref reader);
            return [.. JsonMembers.Items(JsonMembers.Get(document.RootElement, "commands"))
                .Select(c => JsonMembers.Text(c, "keystrokes")).OfType<string>()
                .Select(k => new StepCall(new RequestedCall(null, "bash_command", k), null, null, null))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private sealed record StepCall(RequestedCall Call, TimePoint? Start, TimePoint? End, Duration? Took);

    /// <param name="IsOpaque">Whether it had results of something that it does not tell.</param>
    private sealed record Step(TimePoint? Time, bool IsAgent, IReadOnlyList<StepCall> Calls, bool IsOpaque);
}
