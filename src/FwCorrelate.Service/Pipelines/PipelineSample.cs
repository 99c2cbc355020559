// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Pipelines;

/// <summary>A record that is shipped with the program, as a shipper sends it and as the program reads it.</summary>
/// <param name="Format">Its format.</param>
public sealed record PipelineSample(IFlowFormat Format, FormatSample Sample)
{
    /// <summary>Those of all formats that have some.</summary>
    public static IReadOnlyList<PipelineSample> Of(FlowFormats formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        return [.. formats.All.SelectMany(
            f => f.Table.Pipeline is null ? [] : f.Table.Folder!.Samples().Select(s => new PipelineSample(f, s)))];
    }

    /// <summary>What a shipper sends.</summary>
    public JsonObject Event
    {
        get
        {
            var sent = new JsonObject { ["message"] = Sample.Message };
            if (Sample.Header is not null)
                sent["fwcorrelate"] = new JsonObject { ["log_format"] = Sample.Header };
            return sent;
        }
    }

    /// <summary>The document that the reader of files makes of it; null where it refuses it or finds no record in it.</summary>
    /// <param name="isRefused">Whether the reader refuses it.</param>
    public JsonObject? Document(out bool isRefused)
    {
        var text = Encoding.UTF8.GetBytes(Sample.Header is null ? Sample.Message : Sample.Header + "\n" + Sample.Message);
        var file = InputFile.OfLog("sample", Format.Table, LogSettings.Plain(Format.Name));
        var parser = Format.CreateParser(file, text, forcedColumns: null);
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
}
