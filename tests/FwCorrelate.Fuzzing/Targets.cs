// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Commands;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Results;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Examples;

namespace FwCorrelate.Fuzzing;

/// <summary>Every reader of every kind of input.</summary>
internal static class Targets
{
    private static readonly ScratchInput Scratch = new();
    private static readonly ScratchFolder Results = new();

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("log-aws-vpc-flow", data => Log("aws-vpc-flow", data), 12_000, Seeds.VpcFlow, Seeds.VpcFlowOwnColumns, Seeds.VpcFlowEnvelope, Seeds.VpcFlowObjects),
        new("log-aws-vpc-flow-envelope", data => Log("aws-vpc-flow", data), 10_000, Seeds.VpcFlowEnvelope, Seeds.VpcFlowEvents),
        new("log-alibaba-cloud-firewall", data => Log("alibaba-cloud-firewall", data), 8_000, Seeds.CloudFirewall, Seeds.CloudFirewallCsv),
        new("log-alibaba-vpc-flow", data => Log("alibaba-vpc-flow", data), 8_000, Seeds.AlibabaFlow, Seeds.AlibabaFlowCsv),
        .. FlowFormats.Shipped.All.Where(f => f.Table is { PipelineMaker: null, Folder: not null }).Select(f => new FuzzTarget("log-" + f.Name, data => Log(f.Name, data), 2_000, SamplesOf(f))),
        new("log-ecs", data => Log("ecs", data), 6_000, Seeds.EcsFlow, Seeds.EcsHit, Seeds.EcsVendor),
        new("recognition", Recognition, 20_000, Seeds.VpcFlow, Seeds.CloudFirewall, Seeds.EcsFlow, Seeds.Otlp, Seeds.Leases, Seeds.EcsCall),
        new("containers", Container, 8_000, Seeds.VpcFlow) { BinarySeeds = [Gzip(Seeds.VpcFlow), Zstandard(Seeds.VpcFlow), [.. Gzip("a\n"),
            .. Gzip("b\n")], [.. Zstandard("a\n"), .. Zstandard("b\n")]] },
        new("containers-parquet", Container, 1_000) { BinarySeeds = [Parquet()] },
        new("traces-otlp", data => Trace("otlp-json", data), 4_000, Seeds.Otlp, Seeds.OtlpConsole),
        new("traces-ecs", data => Trace("ecs", data), 4_000, Seeds.EcsSpan, Seeds.EcsCall, Seeds.EcsLease),
        new("traces-inspect-ai", data => Trace("inspect-ai", data), 3_000, TraceSeeds.InspectLog, TraceSeeds.InspectHead + "\n" + TraceSeeds.InspectSample) { BinarySeeds = [InspectArchive()] },
        new("traces-claude-code", data => Trace("claude-code", data), 4_000, TraceSeeds.ClaudeCode),
        new("traces-codex", data => Trace("codex", data), 4_000, TraceSeeds.Codex),
        new("traces-openhands", data => Trace("openhands", data), 4_000, TraceSeeds.OpenHands, TraceSeeds.OpenHandsList),
        new("traces-atif", data => Trace("atif", data), 4_000, TraceSeeds.Atif),
        new("traces-nemo-gym", data => Trace("nemo-gym", data), 4_000, TraceSeeds.NemoGym),
        new("traces-verifiers", data => Trace("verifiers", data), 4_000, TraceSeeds.Verifiers),
        new("traces-swe-agent", data => Trace("swe-agent", data), 4_000, TraceSeeds.SweAgent),
        new("traces-rock", data => Trace("rock-access-log", data), 4_000, TraceSeeds.Rock),
        new("traces-langfuse", data => Trace("langfuse", data), 3_000, TraceSeeds.Langfuse),
        new("traces-openai-agents", data => Trace("openai-agents", data), 3_000, TraceSeeds.OpenAiAgents),
        new("traces-mlflow", data => Trace("mlflow", data), 3_000, TraceSeeds.Mlflow),
        new("traces-weave", data => Trace("weave", data), 3_000, TraceSeeds.Weave),
        new("leases", Leases, 8_000, Seeds.Leases),
        .. Seeds.Identity.Select(s => new FuzzTarget("leases-" + s.Format, Identity, 2_000, s.Texts)),
        new("case", Settings, 8_000, Seeds.Case),
        new("mappings", Mapping, 8_000, Seeds.LogMapping, Seeds.TraceMapping),
        new("log-mapped", data => MappedLog(Seeds.LogMapping, data), 4_000, Seeds.MappedLog),
        new("traces-mapped", data => Trace(MappingReader.Read(Seeds.TraceMapping, "m.yml").Trace!, data), 4_000, Seeds.MappedTrace),
        new("drafts", Draft, 3_000, Seeds.MappedLog, Seeds.MappedTrace, Seeds.CloudFirewall),
        new("rules", data => Rules("r.yml", data), 1_000, Seeds.Rule, Seeds.Correlation, Seeds.FilterRule),
        new("indicators", data => Rules("indicators/i.yml", data), 2_500, Seeds.Indicators),
        new("examples", Examples, 4_000, Seeds.Examples),
        new("events", Events, 6_000, Seeds.EventsYaml, Seeds.EventsJson),
        new("manifest", Manifest, 6_000, Seeds.Manifest),
        new("results", ResultLines, 4_000, Seeds.Attributions),
        new("evidence-text", EvidenceText, 6_000, Seeds.VpcFlow, Seeds.EcsFlow, Seeds.VpcFlowEnvelope),
        new("commands", Command, 6_000, Seeds.Commands),
        new("secrets", Secrets, 3_000, Seeds.Commands, Seeds.Otlp),
    ];

    /// <summary>A log as the passes read it: every line ends in records, rejected or ignored, and whatever results ask of a record can be
    /// told.</summary>
    private static void Log(string format, ReadOnlySpan<byte> data) => Log(FlowFormats.Shipped.Find(format)!, data);

    private static void MappedLog(string mapping, ReadOnlySpan<byte> data) => Log(MappingReader.Read(mapping, "m.yml").Log!, data);

    private static void Log(IFlowFormat flow, ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        var format = flow.Name;
        var file = new InputFile("x", format, LogSettings.Plain(format));
        var parser = flow.CreateParser(file, bytes.AsMemory(0, Math.Min(bytes.Length, InputHead.Length)), null);
        var input = Scratch.Write(data, "x");
        using var opened = OpenedInput.Open(input);
        var reader = new LineBlockReader(opened, flow, flow.LongestLine(bytes));
        var batch = new FlowBatch(file, parser);
        long counted = 0;
        while (reader.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                counted += batch.Count + batch.Rejected.Count + batch.IgnoredLines;
                for (var i = 0; i < batch.Count; i++)
                    TellAll(new RecordReference(batch, i), block);
            }
        }

        if (opened.Damage is null)
            Require(counted >= Lines(bytes) || Envelopes(bytes), $"{counted} of {Lines(bytes)} lines are counted");
    }

    // What lies beside the reader, each with the line of names that it needs.
    private static string[] SamplesOf(IFlowFormat format) =>
        [.. format.Table.Folder!.Samples().Select(s => s.Header is { } header ? $"{header}\n{s.Message}\n{s.Message}\n" : $"{s.Message}\n{s.Message}\n")];

    private static void TellAll(RecordReference record, LineBlock block)
    {
        Require(record.Record.End >= record.Record.Start, "a record ends before it starts");
        Require(record.Record.Offset >= block.FirstOffset && record.Record.Line >= block.FirstLine, "a record stands before its block");
        _ = record.Hash;
        _ = record.Batch.Layout.DocumentOf(record.Raw.Span);
        foreach (var (name, _) in record.Batch.Layout.Fields(record.Raw))
            _ = record.Field(name);
        _ = FlowDocument.Of(record, new RecordOrigin("x", record.Record.Line, record.Record.Index, record.Record.Offset, record.Hash))
            .ToString();
    }

    private static void Recognition(ReadOnlySpan<byte> data)
    {
        var found = ContentRecogniser.Recognise(data.ToArray(), "timeline/x");
        if (found is Recognition.Log log)
            _ = (log.Format.OriginOf(data), log.Format.LongestLine(data), log.Format.CreateParser(new InputFile("x", log.Format.Name,
                LogSettings.Plain("x")), log.Head, null));
    }

    private static void Container(ReadOnlySpan<byte> data)
    {
        var input = Scratch.Write(data, "x");
        using var opened = OpenedInput.Open(input, new DecompressionLimits(MaxBytes: 1 << 24));
        var reader = new LineBlockReader(opened);
        while (reader.Read() is { } block)
            block.Dispose();
        Require(opened.FinishSha256().Length == 64, "a file has no hash");
        _ = ContentRecogniser.Recognise(input);
    }

    private static void Trace(string format, ReadOnlySpan<byte> data) => Trace(TraceFormats.Find(format)!, data);

    private static void Trace(ITraceFormat format, ReadOnlySpan<byte> data)
    {
        var reading = TimelineReader.Read([(Scratch.Write(data, "timeline/x"), format)], [], CaseSettings.Default);
        Require(reading.Files.Count == 1, "a file is not told");
        foreach (var call in reading.Timeline.Calls.Concat(reading.Timeline.Untimed))
        {
            Require(call.Start.Value <= call.End.Value, "a call ends before it starts");
            _ = ToolCallDocument.Of(call, ArgumentRedaction.Truncate).ToString();
            _ = CommandReading.Of(call);
        }

        Require(reading.Files[0].Rejected >= reading.Rejected.Count, "more is told rejected than counted");
    }

    private static byte[] Parquet()
    {
        using var resource = typeof(Targets).Assembly.GetManifestResourceStream("second-version.parquet")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] InspectArchive()
    {
        using var stored = new MemoryStream();
        using (var zip = new ZipArchive(stored, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in new[] { ("_journal/start.json", TraceSeeds.InspectHead), ("samples/t_epoch_1.json", TraceSeeds.InspectSample) })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stored.ToArray();
    }

    private static void Leases(ReadOnlySpan<byte> data)
    {
        var reading = TimelineReader.Read([], [Scratch.Write(data, "leases/x")], CaseSettings.Default);
        var file = reading.Files.Single();
        if (file.Problem is null)
            Require(file.Records + file.Rejected + file.Ignored == Lines(data),
                $"{file.Records} + {file.Rejected} + {file.Ignored} of {Lines(data)} lines are counted");
        Require(file.Problem is null || reading.Timeline.LostLeases.Count > 0, "damage proves nothing, but is not told");
    }

    // Damage proves nothing: where a record could not be read, no address counts as held alone.
    private static void Identity(ReadOnlySpan<byte> data)
    {
        var reading = TimelineReader.Read([], [Scratch.Write(data, "leases/x")], CaseSettings.Default);
        var file = reading.Files.Single();
        foreach (var lease in reading.Timeline.Leases)
        {
            Require(lease.To > lease.From, "a lease ends before it begins");
            _ = LeaseDocument.Of(lease).ToString();
        }

        if (IdentityFormats.Find(data) is not null)
            Require((file.Rejected == 0 && file.Problem is null) || reading.Timeline.LostLeases.Count > 0, "damage proves nothing, but is not told");
    }

    private static void Mapping(ReadOnlySpan<byte> data)
    {
        try
        {
            MappingReader.Read(Encoding.UTF8.GetString(data), "m.yml");
        }
        catch (ConfigurationException e)
        {
            Require(e.Message.StartsWith("m.yml:", StringComparison.Ordinal), $"'{e.Message}' tells no place");
        }
    }

    // Whatever a file holds, its draft is YAML that says one mapping, or lacks what nothing was guessed of.
    private static void Draft(ReadOnlySpan<byte> data)
    {
        var draft = MappingDraft.Of(Scratch.Write(data, "x"));
        Require(Ascii.IsValid(draft), "a draft holds characters that may hide");
        Mapping(Encoding.UTF8.GetBytes(draft));
    }

    private static void Settings(ReadOnlySpan<byte> data)
    {
        try
        {
            CaseSettingsReader.Read(Encoding.UTF8.GetString(data), "case.yml");
        }
        catch (ConfigurationException e)
        {
            Require(e.Message.StartsWith("case.yml:", StringComparison.Ordinal), $"'{e.Message}' tells no place");
        }
    }

    private static void Rules(string path, ReadOnlySpan<byte> data)
    {
        var loaded = SigmaRules.Compile([new RuleFile(path, path, data.ToArray()), new RuleFile("good.yml", "good.yml",
            Encoding.UTF8.GetBytes(Seeds.Rule))], SigmaOptions.Default with { UseShippedRules = false });
        Require(loaded.Errors.All(e => e.Line >= 1 && e.File.Length > 0), "an error tells no place");
    }

    private static void Examples(ReadOnlySpan<byte> data) => _ = RuleExamples.Read("r.tests.yml", data);

    private static void Events(ReadOnlySpan<byte> data)
    {
        var (events, _) = EventFile.Read("e.yml", data);
        foreach (var example in events)
            _ = (ExampleCall.Of(example), ExampleRecord.Of(example));
        _ = ExampleSequence.Of("e.yml", events);
    }

    private static void Manifest(ReadOnlySpan<byte> data)
    {
        var manifest = ManifestReader.TryRead(Scratch.Write(data, "m").FullPath, out var problem);
        Require(manifest is null == problem.Length > 0, "a manifest is neither read nor refused");
        if (manifest is not null)
            _ = EvidenceVerification.Verify(Results.With(OutputFiles.Manifest, data), Results.Path);
    }

    private static void ResultLines(ReadOnlySpan<byte> data)
    {
        Results.With(OutputFiles.Attributions, data);
        foreach (var file in EvidenceRecords.Read(Results.With(OutputFiles.Incidents, data)))
            Require(file.Key is not null, "a record has no file");
    }

    private static void EvidenceText(ReadOnlySpan<byte> data)
    {
        using var text = ForwardText.Open(Scratch.Write(data, "x").FullPath);
        for (long offset = 0; text is not null && offset < data.Length; offset += 1 + (data.Length / 7))
            text.HasRecord(offset, new string('0', 64));
    }

    private static void Command(ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetString(data);
        foreach (var command in ShellScript.Parse(text))
            _ = (command.Program, command.Invocation.Count);
    }

    private static void Secrets(ReadOnlySpan<byte> data)
    {
        foreach (var mode in Enum.GetValues<ArgumentRedaction>())
            _ = CommandRedaction.Apply(Encoding.UTF8.GetString(data), mode);
    }

    private static long Lines(ReadOnlySpan<byte> data) => data.SequenceEqual("\uFEFF"u8) ? 0 : data.Count((byte)'\n') + (data.IsEmpty
        || data[^1] == (byte)'\n' ? 0 : 1);

    // A document over several lines, or several on one: what is counted are its values.
    private static bool Envelopes(ReadOnlySpan<byte> data) => data.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException(otherwise);
    }

    private static byte[] Gzip(string text)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stored.ToArray();
    }

    private static byte[] Zstandard(string text)
    {
        using var compressor = new ZstdSharp.Compressor(3);
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }
}
