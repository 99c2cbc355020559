// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Serving.Scheduling;
using NodaTime;

namespace FwCorrelate.Serving.Status;

/// <summary>The status as Prometheus reads it (text format 0.0.4).</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    private MetricsText()
    {
    }

    public static string Of(ServiceStatus status, IReadOnlyList<JobState> jobs, Instant now)
    {
        var metrics = new MetricsText();
        metrics.AddSources(status, now);
        metrics.AddWork(status, jobs);
        return metrics._text.ToString();
    }

    private void AddSources(ServiceStatus status, Instant now)
    {
        Begin("fwcorrelate_source_lag_seconds", "gauge", "How far the newest event of a source lies behind the clock.");
        foreach (var source in status.Sources.Where(s => s.Newest is not null))
            Value("source", source.Name, (now - source.Newest!.Value).TotalSeconds);
        Begin("fwcorrelate_source_watermark_seconds", "gauge", "Up to when nothing on time can arrive any more, as Unix time.");
        foreach (var source in status.Sources.Where(s => s.Watermark is not null))
            Value("source", source.Name, source.Watermark!.Value.ToUnixTimeMilliseconds() / 1000.0);
        Begin("fwcorrelate_source_silent", "gauge", "1 while nothing arrives of a source that should speak.");
        foreach (var source in status.Sources)
            Value("source", source.Name, source.SilentSince is null ? 0 : 1);
        Begin("fwcorrelate_source_collected_bytes", "gauge", "Bytes of a source that are kept.");
        foreach (var source in status.Sources)
            Value("source", source.Name, source.Bytes);
    }

    private void AddWork(ServiceStatus status, IReadOnlyList<JobState> jobs)
    {
        Begin("fwcorrelate_incidents", "gauge", "Incidents that stand, by verdict.");
        foreach (var verdict in status.Incidents.CountBy(VerdictOf).OrderBy(v => v.Key, StringComparer.Ordinal))
            Value("verdict", verdict.Key, verdict.Value);
        Begin("fwcorrelate_outbox_revisions", "gauge", "Revisions that a sink is still to take.");
        foreach (var sink in status.Sinks)
            Value("sink", sink.Name, sink.Waiting);
        Begin("fwcorrelate_sink_failures", "gauge", "Failures of a sink in a row.");
        foreach (var sink in status.Sinks)
            Value("sink", sink.Name, sink.Attempts);
        Begin("fwcorrelate_job_runs_total", "counter", "Runs of a job since the start.");
        foreach (var job in jobs)
            Value("job", job.Name, job.Runs);
        Begin("fwcorrelate_job_failures", "gauge", "Failures of a job in a row.");
        foreach (var job in jobs)
            Value("job", job.Name, job.Failures);
        if (status.Last is not { } last)
            return;
        Begin("fwcorrelate_ledger_records", "gauge", "Records of what is kept, by what became of them.");
        foreach (var counter in last.Ledger)
            Value("end", counter.Key, counter.Value);
        Begin("fwcorrelate_correlation_seconds", "gauge", "How long the last correlation took.");
        _text.Append(CultureInfo.InvariantCulture, $"{Name} {last.Took:0.###}\n");
    }

    private string Name { get; set; } = "";

    private static string VerdictOf(Correlation.IncidentState incident)
    {
        using var document = JsonDocument.Parse(incident.Document);
        return document.RootElement.GetProperty("fwcorrelate").GetProperty("verdict").GetString()!;
    }

    private void Begin(string name, string type, string help)
    {
        Name = name;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    private void Value(string label, string text, double value) =>
        _text.Append(
            CultureInfo.InvariantCulture, $"{Name}{{{label}=\"{Escaped(text)}\"}} {value.ToString("R", CultureInfo.InvariantCulture)}\n");

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
