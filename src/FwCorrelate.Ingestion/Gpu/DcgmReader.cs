// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Gpu;

/// <summary>
/// Reads scrapes of dcgm-exporter, one or several in a file, each behind a line that tells its time. A bad line costs that line.
/// </summary>
internal sealed class DcgmReader(InputFile file, GpuSampleTable table, Tally tally)
{
    private Instant? _time = ScrapeTime.OfName(file.Path, file.Source.Zone);

    public void Read(OpenedInput input) => GpuLines.Read(input, tally, ReadLine);

    private void ReadLine(ReadOnlySpan<byte> raw, long line, long offset)
    {
        var text = Encoding.UTF8.GetString(raw).Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            if (text.StartsWith("# scrape", StringComparison.Ordinal) && !TakeTime(text))
                tally.Reject(line, offset, $"'{Excerpt.Of(text)}' tells no time, expected such as '# scrape 2026-01-15T04:00:00Z'");
            else
                tally.Ignored++;
            return;
        }

        if (PrometheusLine.TryParse(text) is not var (metric, labels, value, stamp))
            tally.Reject(line, offset, $"'{Excerpt.Of(text)}' is no metric, expected NAME{{label=\"value\"}} NUMBER");
        else if (!GpuMetric.IsRead(metric))
            tally.Ignored++;
        else if ((stamp is { } told ? Instant.FromUnixTimeMilliseconds(told) : _time) is not { } time)
            tally.Reject(line, offset, $"nothing tells when it was scraped, expected {ScrapeTime.Expectation}");
        else
            Take(metric, labels, value, time - file.Source.ClockOffset, new RecordOrigin(file.Path, line, 0, offset, RecordHash.Of(raw)));
    }

    private bool TakeTime(string text)
    {
        if (!ScrapeTime.TryReadComment(text, file.Source.Zone, out var time))
            return false;
        _time = time;
        return true;
    }

    private void Take(string metric, IReadOnlyDictionary<string, string> labels, double value, Instant time, RecordOrigin origin)
    {
        if (table.Add(metric, labels, value, time, origin) is { } reason)
            tally.Reject(origin.Line, origin.Offset, reason);
        else
            tally.Count(time, time);
    }
}

/// <summary>A line of Prometheus's text format.</summary>
internal static class PrometheusLine
{
    // Stamps beyond it are no times that NodaTime knows.
    private const long LastStamp = 4_102_444_800_000;

    /// <summary>Name, labels, value and, where there is one, the stamp in Unix milliseconds; null where it is no such line.</summary>
    public static (string Metric, IReadOnlyDictionary<string, string> Labels, double Value, long? Stamp)? TryParse(string line)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = line.IndexOf('{', StringComparison.Ordinal);
        var at = open < 0 ? line.IndexOf(' ', StringComparison.Ordinal) : open;
        if (at <= 0)
            return null;
        var end = open < 0 ? at : ReadLabels(line, open + 1, labels);
        if (end < 0)
            return null;
        var rest = line[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (rest.Length is not (1 or 2) || !double.TryParse(rest[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return null;
        if (rest.Length == 1)
            return (line[..at], labels, value, null);
        return long.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var stamp)
            && stamp < LastStamp ? (line[..at], labels, value, stamp) : null;
    }

    /// <summary>The position behind the closing brace; negative where there is none.</summary>
    private static int ReadLabels(string line, int at, Dictionary<string, string> labels)
    {
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return -1;
            var name = line[at..equals].Trim(' ', ',');
            var value = new StringBuilder();
            for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
            {
                if (line[at] == '\\' && at + 1 < line.Length)
                    value.Append(line[++at] == 'n' ? '\n' : line[at]);
                else
                    value.Append(line[at]);
            }

            if (at++ >= line.Length)
                return -1;
            labels[name] = value.ToString();
            while (at < line.Length && line[at] is ',' or ' ')
                at++;
        }

        return at < line.Length ? at + 1 : -1;
    }
}
