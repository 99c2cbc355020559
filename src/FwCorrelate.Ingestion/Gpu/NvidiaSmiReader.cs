// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Gpu;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>
/// Reads nvidia-smi's CSV. Its stamps are local without a zone (the source's applies), and it does not tell its host: that is the folder
/// beneath <c>gpu/</c>, else the file's name up to its first dot. A header may come again. A bad row costs that row.
/// </summary>
internal sealed class NvidiaSmiReader(InputFile file, List<GpuSample> samples, List<GpuProcess> processes, Tally tally)
{
    private readonly string _host = HostOf(file.Path);
    private NvidiaSmiColumns? _columns;

    public void Read(OpenedInput input) => GpuLines.Read(input, tally, ReadLine);

    private void ReadLine(ReadOnlySpan<byte> raw, long line, long offset)
    {
        var text = Encoding.UTF8.GetString(TextHead.WithoutByteOrderMark(raw)).Trim();
        if (text.Length == 0 || text[0] == '#')
            tally.Ignored++;
        else if (NvidiaSmiColumns.Of(text) is { } header)
        {
            _columns = header;
            tally.Ignored++;
        }
        else if (_columns is null)
            tally.Reject(line, offset, $"'{Excerpt.Of(text)}' stands before any header, expected the names of nvidia-smi's columns");
        else if (ReadRow(_columns, text.Split(','), new RecordOrigin(file.Path, line, 0, offset, RecordHash.Of(raw))) is { } reason)
            tally.Reject(line, offset, reason);
    }

    private string? ReadRow(NvidiaSmiColumns columns, string[] row, RecordOrigin origin)
    {
        // Names of processes may hold commas of their own; those of other columns never do.
        if (row.Length < columns.Count)
            return $"the row has {row.Length} columns, expected {columns.Count} as in the header";
        if ((columns.Value(row, "uuid") ?? columns.Value(row, "index")) is not { } gpu)
            return "the row tells no GPU, expected a uuid or an index";
        Instant? time = null;
        if (columns.Has("timestamp"))
        {
            if (columns.Value(row, "timestamp") is not { } stamp || !TryReadTime(stamp, out var read))
                return $"timestamp is '{Excerpt.Of(columns.Value(row, "timestamp") ?? "")}', expected such as 2026/01/15 04:00:00.000";
            time = read - file.Source.ClockOffset;
        }

        return columns.HasProcesses ? TakeProcess(columns, row, gpu, time, origin) : TakeSample(columns, row, gpu, time, origin);
    }

    private string? TakeProcess(NvidiaSmiColumns columns, string[] row, string gpu, Instant? time, RecordOrigin origin)
    {
        if (!long.TryParse(columns.Value(row, "pid"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return $"pid is '{Excerpt.Of(columns.Value(row, "pid") ?? "")}', expected a number";
        var ran = columns.Number(row, "time") is { } milliseconds and < 1e12 ? Duration.FromMilliseconds(milliseconds) : (Duration?)null;
        processes.Add(new GpuProcess(
            _host, gpu, time, pid, columns.Value(row, "process_name") ?? "",
            columns.Number(row, "used_memory") ?? columns.Number(row, "max_memory"), ran, origin));
        Count(time);
        return null;
    }

    private string? TakeSample(NvidiaSmiColumns columns, string[] row, string gpu, Instant? time, RecordOrigin origin)
    {
        if (time is not { } at)
            return "the row has no timestamp, expected one: add timestamp to --query-gpu";
        samples.Add(new GpuSample(_host, gpu, at, origin)
        {
            Busy = columns.Number(row, "utilization.gpu") / 100,
            Memory = columns.Number(row, "memory.used"),
            Power = columns.Number(row, "power.draw"),
        });
        Count(time);
        return null;
    }

    private void Count(Instant? time)
    {
        if (time is { } at)
            tally.Count(at, at);
        else
            tally.Count();
    }

    private bool TryReadTime(string text, out Instant time) =>
        LocalStamp.TryParse(text.Replace('/', '-'), file.Source.Zone, out time, out _, out _);

    private static string HostOf(string path)
    {
        var parts = path.Split('/');
        var folder = Array.LastIndexOf(parts, "gpu");
        if (folder >= 0 && folder + 2 < parts.Length)
            return parts[folder + 1];
        var name = parts[^1];
        return name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? name[..dot] : name;
    }
}
