// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Gpu;

/// <summary>What stands in which column of nvidia-smi's CSV, by the names of its header; a unit in brackets may follow each.</summary>
internal sealed class NvidiaSmiColumns
{
    private readonly Dictionary<string, int> _columns;

    private NvidiaSmiColumns(Dictionary<string, int> columns) => _columns = columns;

    /// <summary>Whether rows are processes; else they are GPUs.</summary>
    public bool HasProcesses => Has("pid");

    /// <summary>The columns of a header; null where the line is none.</summary>
    public static NvidiaSmiColumns? Of(string line)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, name) in line.Split(',').Index())
            columns.TryAdd(Canonical(name), index);
        var isGpu = columns.ContainsKey("utilization.gpu") && (columns.ContainsKey("uuid") || columns.ContainsKey("index"));
        return isGpu || (columns.ContainsKey("pid") && columns.ContainsKey("uuid")) ? new NvidiaSmiColumns(columns) : null;
    }

    public bool Has(string name) => _columns.ContainsKey(name);

    public int Count => _columns.Count;

    /// <summary>The value without its unit; null where it is missing, or <c>[N/A]</c>, <c>[Not Supported]</c> and the like.</summary>
    public string? Value(string[] row, string name) =>
        _columns.TryGetValue(name, out var index) && index < row.Length && row[index].Trim() is { Length: > 0 } text && text[0] != '['
            && text != "N/A" ? text : null;

    /// <summary>The number before a unit.</summary>
    public double? Number(string[] row, string name) => Value(row, name) is { } text
        && double.TryParse(
            text.Split(' ')[0], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) && number >= 0 ? number : null;

    // Names changed over versions of the driver.
    private static string Canonical(string name)
    {
        var text = name.Trim();
        text = (text.IndexOf(" [", StringComparison.Ordinal) is var unit and > 0 ? text[..unit] : text).ToLowerInvariant();
        return text switch
        {
            "gpu_uuid" or "gpu uuid" => "uuid",
            "used_gpu_memory" or "used_memory" => "used_memory",
            "gpu_util" or "gpu_utilization" or "utilization.gpu" => "utilization.gpu",
            "max_memory_usage" or "max_memory" => "max_memory",
            _ => text,
        };
    }
}
