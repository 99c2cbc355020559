// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Pipelines;

/// <summary>A record that is shipped with the program, to be sent through the pipelines of an engine (<c>samples.jsonl</c>).</summary>
/// <param name="Format">Name of its format.</param>
/// <param name="Message">As a sensor wrote it.</param>
/// <param name="LogFormat">The header line of its log; null where the format needs none.</param>
public sealed record PipelineSample(string Format, string Message, string? LogFormat)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<PipelineSample> All { get; } = Read();

    /// <summary>What a shipper sends.</summary>
    public JsonObject Event
    {
        get
        {
            var sent = new JsonObject { ["message"] = Message };
            if (LogFormat is not null)
                sent["fwcorrelate"] = new JsonObject { ["log_format"] = LogFormat };
            return sent;
        }
    }

    /// <summary>The document that the reader of files makes of it; null where it refuses it or finds no record in it.</summary>
    /// <param name="isRefused">Whether the reader refuses it.</param>
    public JsonObject? Document(out bool isRefused)
    {
        var format = FlowFormats.Force(Format).Format;
        var text = Encoding.UTF8.GetBytes(LogFormat is null ? Message : LogFormat + "\n" + Message);
        var file = new InputFile("sample", format.Name, LogSettings.Plain(format.Name));
        var parser = format.CreateParser(file, text, forcedColumns: null);
        var batch = new FlowBatch(file, parser);
        using var block = LineBlock.Of(text);
        parser.Parse(block, batch);
        isRefused = batch.Rejected.Count > 0;
        if (batch.Count != 1)
            return null;
        var reference = new RecordReference(batch, 0);
        var record = reference.Record;
        var origin = new RecordOrigin(file.Path, record.Line, record.Index, record.Offset, reference.Hash);
        return JsonNode.Parse(FlowDocument.Of(reference, origin, withOriginal: true).ToString())!.AsObject();
    }

    private static List<PipelineSample> Read()
    {
        using var stream = typeof(PipelineSample).Assembly.GetManifestResourceStream("Pipelines/samples.jsonl")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<PipelineSample>(l, Names)!)];
    }
}
