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

namespace FwCorrelate.Ingestion.Rock;

/// <summary>Makes calls of requests that run something, and ends them with the response of the same id.</summary>
internal sealed class RockCollector(TraceCase traces) : ITraceCollector
{
    private const int LongestRecord = 16 * 1024 * 1024;
    private const int LongestHeader = 64 * 1024;

    // Requests without their responses, by sandbox and trace id; a response may stand in the next file.
    private readonly List<Request> _requests = [];
    private readonly Dictionary<(string Sandbox, string Trace), List<TimePoint>> _responses = [];

    private sealed record Request(
        string Sandbox, string HeaderSandbox, string Trace, string Tool, string Command, TimePoint Time, RecordOrigin Origin);

    private sealed record Header(TimePoint Time, string Sandbox, string Trace, RecordOrigin Origin);

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        var reader = new LineBlockReader(input, maxLine: LongestRecord);
        Header? header = null;
        var message = new StringBuilder();
        while (reader.Read() is { } block)
        {
            using (block)
            {
                foreach (var (line, number, offset) in Lines(block))
                {
                    if (ReadHeader(line.Span, number, offset, file, out var rest) is not { } next)
                    {
                        if (header is null || message.Length + line.Length > LongestRecord)
                            tally.Ignored++;
                        else
                            message.Append('\n').Append(Encoding.UTF8.GetString(line.Span));
                        continue;
                    }

                    End(header, message, tally);
                    (header, message) = (next, new StringBuilder(rest));
                }

                if (block.Skipped is { } skipped)
                    tally.RejectLine(skipped.Line, skipped.Offset, skipped.Reason);
            }
        }

        End(header, message, tally);
        if (rejected.Count > 0 || input.Damage is not null)
            traces.Spans.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public TraceContents Finish()
    {
        foreach (var ofSandbox in _requests.GroupBy(r => r.Sandbox).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var episode = new EpisodeSpans(ofSandbox.Key);
            episode.Set(TranscriptNames.Sandbox, ofSandbox.Key);
            var used = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var request in ofSandbox.OrderBy(r => r.Time.Value).ThenBy(r => r.Origin.File, StringComparer.Ordinal)
                .ThenBy(r => r.Origin.Offset))
            {
                var ends = new[] { request.Sandbox, request.HeaderSandbox }.Distinct(StringComparer.Ordinal)
                    .SelectMany(s => _responses.GetValueOrDefault((s, request.Trace), []))
                    .Where(t => t.Value >= request.Time.Value).OrderBy(t => t.Value).ToList();
                var count = used[request.Trace] = used.GetValueOrDefault(request.Trace) + 1;
                episode.AddCall(
                    string.Create(CultureInfo.InvariantCulture, $"{request.Trace}.{count}"),
                    new RequestedCall(request.Trace, request.Tool, null), request.Time,
                    ends.Count > 0 ? ends[0] : null, request.Origin, new ToolArguments(request.Command, null));
            }

            episode.WriteTo(traces.Spans);
        }

        return new TraceContents([], [], []);
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Line, long Number, long Offset)> Lines(LineBlock block)
    {
        var number = block.FirstLine;
        var text = block.Bytes;
        for (int start = 0, next; start < text.Length; start = next, number++)
        {
            var length = text.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? text.Length : start + length + 1;
            var line = text[start..(length < 0 ? text.Length : start + length)];
            yield return (line.Span is [.., (byte)'\r'] ? line[..^1] : line, number, block.FirstOffset + start);
        }
    }

    private static Header? ReadHeader(ReadOnlySpan<byte> line, long number, long offset, InputFile file, out string rest)
    {
        rest = "";
        if (line.Length is < 24 or > LongestHeader || !char.IsAsciiDigit((char)line[0]))
            return null;
        var match = RockFormat.Header().Match(Encoding.UTF8.GetString(line));
        if (!match.Success)
            return null;
        using var stamp = JsonDocument.Parse(JsonSerializer.Serialize(match.Groups[1].Value));
        if (!SpanTimes.TryRead(stamp.RootElement, file.Source.Zone, out var time))
            return null;
        rest = match.Groups[4].Value;
        return new Header(
            time, match.Groups[2].Value, match.Groups[3].Value, new RecordOrigin(file.Path, number, 0, offset, RecordHash.Of(line)));
    }

    private void End(Header? header, StringBuilder message, Tally tally)
    {
        if (header is null)
            return;
        try
        {
            using var document = LenientJson.Parse(message.ToString());
            Take(header, document.RootElement, tally);
        }
        catch (JsonException e)
        {
            tally.Reject(header.Origin.Line, header.Origin.Offset,
                $"'{Excerpt.Of(message.ToString())}' is not JSON: {e.Message}, expected a request or a response");
        }
    }

    private void Take(Header header, JsonElement message, Tally tally)
    {
        var content = JsonMembers.Get(message, "request_content");

        // Before a sandbox has an id, the brackets of the header are empty.
        var sandbox = JsonMembers.Text(content, "sandbox_id") ?? header.Sandbox;
        tally.Count(header.Time.Value, header.Time.Value);
        switch (JsonMembers.Text(message, "access_type"))
        {
            case "response":
                var key = (header.Sandbox, header.Trace);
                if (!_responses.TryGetValue(key, out var times))
                    _responses.Add(key, times = []);
                times.Add(header.Time);
                break;
            case "request" when (JsonMembers.TextOrJson(JsonMembers.Get(content, "command")) ?? JsonMembers.Text(
                content, "code")) is { } command && sandbox.Length > 0:
                var path = (JsonMembers.Text(message, "url") ?? "").Split('?')[0].TrimEnd('/');
                _requests.Add(new Request(
                    sandbox, header.Sandbox, header.Trace, path[(path.LastIndexOf('/') + 1)..], command, header.Time, header.Origin));
                break;
            default:
                break;
        }
    }
}
