// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>The forms of GPU telemetry that are read.</summary>
public static class GpuFormat
{
    /// <summary>What dcgm-exporter answers to a scrape: Prometheus's text format.</summary>
    public const string Dcgm = "dcgm-exporter";

    /// <summary>What Prometheus answers to <c>query</c> and <c>query_range</c> about the same metrics.</summary>
    public const string Prometheus = "prometheus-json";

    /// <summary>
    /// nvidia-smi <c>--query-gpu</c>, <c>--query-compute-apps</c> and <c>--query-accounted-apps</c> with <c>--format=csv</c>.
    /// </summary>
    public const string NvidiaSmi = "nvidia-smi-csv";

    /// <summary>Names and what each is, for people.</summary>
    public static IReadOnlyList<(string Name, string Title)> All { get; } =
    [
        (Dcgm, "scrapes of dcgm-exporter; their time from a line '# scrape TIME', else from the file's name"),
        (Prometheus, "Prometheus query_range answers about DCGM metrics"),
        (NvidiaSmi, "nvidia-smi CSV of GPUs, compute and accounted processes; their host is the folder they lie in beneath gpu/, else the "
        + "file's name"),
    ];

    /// <summary>The form of a text by its start; null where it is none.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head)
    {
        var text = TextHead.FirstText(head);
        if (text is [(byte)'{', ..])
            return text.IndexOf("\"resultType\""u8) >= 0 && text.IndexOf("DCGM_FI_"u8) >= 0 ? Prometheus : null;
        foreach (var line in TextHead.Lines(head))
        {
            if (line.StartsWith("DCGM_FI_"u8) || line.StartsWith("# HELP DCGM_FI_"u8) || line.StartsWith("# TYPE DCGM_FI_"u8))
                return Dcgm;
            if (line is [not (byte)'#', ..]
                && NvidiaSmiColumns.Of(System.Text.Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4096)])) is not null)
                return NvidiaSmi;
        }

        return null;
    }
}
