// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.InspectAi;

/// <summary>Reads evaluation logs sample by sample: neither an archive nor a log is ever held whole.</summary>
internal sealed class InspectCollector(TraceCase traces) : ITraceCollector
{
    /// <summary>Longest event or attachment in bytes.</summary>
    private const int LongestValue = 64 * 1024 * 1024;

    private readonly List<ToolCall> _untimed = [];

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        using var json = new JsonStream(input, LongestValue);
        var log = new InspectLog(json, file, tally);
        ReadDocuments(log, json, tally);
        foreach (var sample in log.Samples)
        {
            var episode = sample.Make(log, tally, _untimed);
            episode.WriteTo(traces.Spans);
            sample.NoteMessages(episode.TraceId, traces.Messages);
            if (!sample.IsWhole)
                traces.Spans.NoteDamage(file.Path, episode.TraceId);
        }

        if (input.Damage is not null || tally.RejectedLines > 0)
            traces.Spans.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    // What has times stands in the store, which all formats share.
    public TraceContents Finish() => new([], [], []) { Untimed = _untimed };

    private static void ReadDocuments(InspectLog log, JsonStream json, Tally tally)
    {
        while (true)
        {
            try
            {
                if (!json.Read())
                    return;
                log.ReadDocument();
            }
            catch (JsonException e)
            {
                tally.RejectLine(
                    json.Line, json.Offset, $"the log is no JSON from here on: {e.Message}, expected a document of Inspect AI");
                if (!json.TryRecover())
                    return;
            }
        }
    }
}

/// <summary>One evaluation log while it is read.</summary>
internal sealed class InspectLog(JsonStream json, InputFile file, Tally tally)
{
    private readonly List<InspectSample> _samples = [];

    public InputFile File => file;

    public IReadOnlyList<InspectSample> Samples => _samples;

    public string EvalId { get; private set; } = "";

    public string? RunId { get; private set; }

    public string? Task { get; private set; }

    /// <summary>Reads the document that starts at the token at hand: a log, the header of an archive, or a sample.</summary>
    /// <exception cref="JsonException">It is broken.</exception>
    public void ReadDocument()
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        InspectSample? sample = null;
        while (json.NextMember())
        {
            if (json.Name == "eval" && json.Token == JsonTokenType.StartObject)
                ReadEval();
            else if (json.Name == "samples" && json.Token == JsonTokenType.StartArray)
                ReadSamples();
            else if (sample is not null || InspectSample.StartsWith(json.Name))
                (sample ??= Add()).ReadMember(json);
            else
                json.Skip();
        }

        sample?.EndWhole();
    }

    public RecordOrigin Origin(long line, long offset, ReadOnlyMemory<byte> raw) =>
        new(file.Path, line, 0, offset, RecordHash.Of(raw.Span));

    private InspectSample Add()
    {
        _samples.Add(new InspectSample(this, tally));
        return _samples[^1];
    }

    private void ReadSamples()
    {
        while (json.NextItem())
        {
            if (json.Token != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var sample = Add();
            while (json.NextMember())
                sample.ReadMember(json);
            sample.EndWhole();
        }
    }

    private void ReadEval()
    {
        using var eval = json.TakeValue(out _);
        EvalId = JsonMembers.Text(eval.RootElement, "eval_id") ?? JsonMembers.Text(eval.RootElement, "task_id") ?? EvalId;
        RunId = JsonMembers.Text(eval.RootElement, "run_id") ?? RunId;
        Task = JsonMembers.Text(eval.RootElement, "task") ?? Task;
    }
}
