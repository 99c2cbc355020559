// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Gpu;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>One file of GPU telemetry after reading.</summary>
/// <param name="Records">Values, rows or points that were read.</param>
/// <param name="Sha256">Of the file as stored.</param>
/// <param name="Problem">Why it could not be read (to the end); null while all is well.</param>
public sealed record GpuFile(
    CaseInput Input, InputFile File, long Records, long Rejected, long Ignored, Instant? From, Instant? To, string Sha256, string? Problem);

/// <summary>The GPU telemetry of a case, and what became of each of its files.</summary>
/// <param name="Rejected">The first rejected records of each file; <see cref="GpuFile.Rejected"/> counts them all.</param>
public sealed record GpuReading(GpuTelemetry Telemetry, IReadOnlyList<GpuFile> Files, IReadOnlyList<RejectedRecord> Rejected)
{
    public static GpuReading None { get; } = new(GpuTelemetry.None, [], []);
}

/// <summary>Reads the GPU telemetry of a case. The result does not depend on the order of files or lines.</summary>
public static class GpuReader
{
    /// <summary>Reads all files; never throws for what they hold.</summary>
    /// <param name="files">With the form that <see cref="GpuFormat.Recognise"/> found.</param>
    public static GpuReading Read(
        IReadOnlyList<(CaseInput Input, string Format)> files, CaseSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
            return GpuReading.None;
        var (table, samples, processes) = (new GpuSampleTable(), new List<GpuSample>(), new List<GpuProcess>());
        var (read, rejected) = (new List<GpuFile>(), new List<RejectedRecord>());
        foreach (var (input, format) in files)
        {
            if (cancellation.IsCancellationRequested)
                break;
            var file = new InputFile(input.RelativePath, format, settings.Resolve(input.RelativePath, format, Duration.Zero));
            var ofFile = new RejectedRecords(RejectedRecords.LimitPerFile(files.Count));
            read.Add(ReadFile(input, file, ofFile, (opened, tally) =>
            {
                switch (format)
                {
                    case GpuFormat.Dcgm: new DcgmReader(file, table, tally).Read(opened); break;
                    case GpuFormat.Prometheus: new PrometheusReader(file, table, tally).Read(opened); break;
                    default: new NvidiaSmiReader(file, samples, processes, tally).Read(opened); break;
                }
            }));
            rejected.AddRange(ofFile.Kept);
        }

        return new GpuReading(new GpuTelemetry(table.Samples.Concat(samples), processes), read, rejected);
    }

    private static GpuFile ReadFile(CaseInput input, InputFile file, RejectedRecords rejected, Action<OpenedInput, Tally> read)
    {
        var tally = new Tally(file.Path, rejected);
        try
        {
            using var opened = OpenedInput.Open(input);
            read(opened, tally);
            return new GpuFile(
                input, file, tally.Records, rejected.Count, tally.Ignored, tally.From, tally.To, opened.FinishSha256(), opened.Damage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new GpuFile(input, file, tally.Records, rejected.Count, tally.Ignored, tally.From, tally.To, "", e.Message);
        }
    }
}
