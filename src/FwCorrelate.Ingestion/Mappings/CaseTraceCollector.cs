// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>Reads home-made traces: each record a tool call, of the episode that its columns name.</summary>
internal sealed class CaseTraceCollector(CaseTraceFormat format, TraceCase traces) : ITraceCollector
{
    private const string NoTime = "has no usable time";
    private readonly SortedDictionary<string, EpisodeSpans> _episodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, UntimedEpisode> _untimed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        if (format.Form == MappedForm.Csv)
            new MappedRows(format.Separator, format.Header).Read(
                input, tally, (line, offset, raw, fields) => Take(name => fields.GetValueOrDefault(name), file, tally, line, offset, raw));
        else
            JsonValues.Read(input, tally, value => TakeJson(value, file, tally));
        if (rejected.Count > 0 || input.Damage is not null)
            traces.Spans.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public TraceContents Finish()
    {
        foreach (var episode in _episodes.Values)
            episode.WriteTo(traces.Spans);
        return new TraceContents([], [], []) { Untimed = [.. _untimed.Values.SelectMany(e => e.Calls)] };
    }

    private void TakeJson(JsonValue value, InputFile file, Tally tally)
    {
        try
        {
            using var document = LenientJson.Parse(value.Bytes);
            foreach (var record in document.RootElement.ValueKind == JsonValueKind.Array ? JsonMembers.Items(
                document.RootElement) : [document.RootElement])
            {
                if (record.ValueKind == JsonValueKind.Object)
                    Take(name => Member(record, name), file, tally, value.Line, value.Offset, value.Raw.Span);
                else
                    tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is no record, expected an object");
            }
        }
        catch (JsonException e)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }

    // Objects within objects are named by their path.
    private static string? Member(JsonElement record, string name)
    {
        if (JsonMembers.Get(record, name) is { ValueKind: not JsonValueKind.Undefined } whole)
            return JsonMembers.TextOrJson(whole);
        var at = record;
        foreach (var part in name.Split('.'))
            at = at.ValueKind == JsonValueKind.Object ? JsonMembers.Get(at, part) : default;
        return at.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : JsonMembers.TextOrJson(at);
    }

    private void Take(Func<string, string?> field, InputFile file, Tally tally, long line, long offset, ReadOnlySpan<byte> raw)
    {
        string? Value(string role) => format.Columns.GetValueOrDefault(role)?.Select(field).FirstOrDefault(v => !string.IsNullOrEmpty(v)
            && v != format.Absent);
        var origin = new RecordOrigin(tally.File, line, 0, offset, RecordHash.Of(raw));
        var call = new RequestedCall(
            Value(TraceRoles.Call), Value(TraceRoles.Tool), Value(TraceRoles.Arguments) ?? Value(TraceRoles.Command));
        var arguments = Value(TraceRoles.Command) is { } command ? new ToolArguments(command, Value(TraceRoles.Arguments)) : null;
        if (call is { Tool: null, Arguments: null })
        {
            tally.Reject(line, offset,
                $"'{Excerpt.Of(raw)}' is no call: expected a tool, a command or arguments in the columns that the mapping names");
            return;
        }

        if (!TryReadTimes(Value(TraceRoles.Start), Value(TraceRoles.End), Value(TraceRoles.Duration), file.Source.Zone, out var start,
            out var end, out var problem))
        {
            tally.Reject(line, offset, $"'{Excerpt.Of(raw)}' {problem}");
            return;
        }

        var id = Value(TraceRoles.Episode) ?? Value(TraceRoles.Sandbox) ?? file.Path;
        if (start is { } time)
        {
            var episode = EpisodeOf(id, Value);
            episode.AddCall(SpanIdOf(origin.Sha256), call, time, end, origin, arguments);
            tally.Count(time.Value, end?.Value ?? time.Value);
        }
        else
        {
            if (!_untimed.TryGetValue(KeyOf(id, Value), out var episode))
                _untimed.Add(KeyOf(id, Value),
                    episode = new UntimedEpisode(id, Value(TraceRoles.Run), Value(TraceRoles.Task), Value(TraceRoles.Sandbox)));
            episode.Add(call, origin);
            tally.Count();
        }
    }

    // Made of the record's content; records that say the same are told apart by their number.
    private string SpanIdOf(string sha256)
    {
        var id = sha256[..16];
        var number = _seen[id] = _seen.GetValueOrDefault(id) + 1;
        return number == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
    }

    private static string KeyOf(string id, Func<string, string?> value) => $"{value(TraceRoles.Run)}\n{id}\n{value(TraceRoles.Sandbox)}\n{value(TraceRoles.Host)}\n{value(TraceRoles.Address)}\n{value(TraceRoles.Step)}";

    // Calls of one episode in two sandboxes are told apart: each has facts of its own under the one episode.
    private EpisodeSpans EpisodeOf(string id, Func<string, string?> value)
    {
        var key = KeyOf(id, value);
        if (_episodes.TryGetValue(key, out var known))
            return known;
        var episode = new EpisodeSpans(Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(format.Name + "\n" + key)).AsSpan(0, 16)));
        episode.Set(TranscriptNames.Episode, id);
        episode.Set(TranscriptNames.Run, value(TraceRoles.Run));
        episode.Set(TranscriptNames.Step, value(TraceRoles.Step));
        episode.Set(TranscriptNames.Task, value(TraceRoles.Task));
        episode.Set(TranscriptNames.Sandbox, value(TraceRoles.Sandbox));
        episode.Set(TranscriptNames.Host, value(TraceRoles.Host));
        episode.Set(TranscriptNames.Address, value(TraceRoles.Address));
        _episodes.Add(key, episode);
        return episode;
    }

    private bool TryReadTimes(
        string? startText, string? endText, string? durationText, DateTimeZone zone, out TimePoint? start, out TimePoint? end,
        out string problem)
    {
        (start, end, problem) = (null, null, "");
        if (startText is not null && !TryReadTime(startText, zone, out start))
            problem = $"{NoTime} in '{Excerpt.Of(startText)}', expected {SpanTimes.Expectation}";
        if (endText is not null && !TryReadTime(endText, zone, out end))
            problem = $"{NoTime} in '{Excerpt.Of(endText)}', expected {SpanTimes.Expectation}";
        if (durationText is not null && problem.Length == 0)
        {
            if (!decimal.TryParse(durationText, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000_000_000m)
                problem = $"has no usable duration in '{Excerpt.Of(durationText)}', expected a number that is not negative";
            else if (start is { } begun && end is null)
                end = begun with { Value = begun.Value + (format.DurationUnit * (double)number) };
            else if (start is null && end is { } ended)
                start = ended with { Value = ended.Value - (format.DurationUnit * (double)number), Basis = TimeBasis.DerivedEnd };
        }

        // An end alone does not tell since when the call ran.
        if (start is null)
            end = null;
        return problem.Length == 0;
    }

    private static bool TryReadTime(string text, DateTimeZone zone, out TimePoint? time)
    {
        time = null;
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(text));
        if (!SpanTimes.TryRead(document.RootElement, zone, out var read))
            return false;
        time = read;
        return true;
    }
}
