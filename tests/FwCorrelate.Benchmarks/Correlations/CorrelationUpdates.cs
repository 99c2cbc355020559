// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Benchmarks.Micro;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Correlations;
using NodaTime.HighPerformance;

namespace FwCorrelate.Benchmarks.Correlations;

/// <summary>
/// Updates per second of processor time for each kind of correlation, reading the fields included, and the memory of its state. About
/// 1,300 sources with 45 records each in a window of a minute; thresholds that are never reached, save where it says that it fires.
/// </summary>
internal static class CorrelationUpdates
{
    private const int MillisecondsBetween = 1;

    private const string Detections = """
        title: web
        id: web
        logsource: {product: fwcorrelate, service: flow}
        detection: {s: {dst_port: 443}, condition: s}
        ---
        title: dns
        id: dns
        logsource: {product: fwcorrelate, service: flow}
        detection: {s: {dst_port: 53}, condition: s}
        ---

        """;

    private static readonly (string Name, string Section)[] Kinds =
    [
        ("event_count", "type: event_count\n  rules: [web, dns]\n  condition: {gte: 1000000}"),
        ("event_count that fires", "type: event_count\n  rules: [web, dns]\n  condition: {gte: 10}"),
        ("event_count, lt", "type: event_count\n  rules: [web, dns]\n  condition: {lt: 1}"),
        ("value_count", "type: value_count\n  rules: [web, dns]\n  condition: {field: dst_ip, gte: 1000000}"),
        ("value_sum", "type: value_sum\n  rules: [web, dns]\n  condition: {field: bytes, gte: 1000000000000}"),
        ("value_median", "type: value_median\n  rules: [web, dns]\n  condition: {field: bytes, gte: 1000000000000}"),
        ("temporal", "type: temporal\n  rules: [web, dns]\n  condition: {gte: 3}"),
        ("temporal_ordered that fires", "type: temporal_ordered\n  rules: [dns, web]"),
    ];

    /// <summary>Prints a Markdown table.</summary>
    public static int Print(int updates)
    {
        var batch = SyntheticFlows.Parsed().Batch;
        Console.WriteLine("| correlation | million updates per CPU second | bytes allocated per update | groups | events held | bytes/group |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var (name, section) in Kinds)
        {
            var detector = Load(section);
            var matching = Matching(detector, batch);
            Measure(detector, batch, matching, updates / 10);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var used = Environment.CpuUsage.TotalTime;
            var state = Measure(detector, batch, matching, updates);
            var rate = updates / (Environment.CpuUsage.TotalTime - used).TotalSeconds / 1e6;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {rate:0.00} | {(double)allocated / updates:0.0} | {state.Groups} | {state.Events} | {state.BytesPerGroup:0} |"));
        }

        return 0;
    }

    private static CorrelationState Measure(SigmaDetector detector, FlowBatch batch, int[][] matching, int updates)
    {
        var correlator = detector.Correlations.Start(CorrelationOptions.Default);
        var attribution = new Attribution { Kind = AttributionKind.UnknownAddress, Rung = Rung.E };
        for (var i = 0; i < updates; i++)
        {
            var record = i % batch.Count;
            correlator.Add(i, Instant64.FromUnixTimeMilliseconds((long)i * MillisecondsBetween), detector.EventOf(new RecordReference(batch, record), attribution), matching[record]);
        }

        return correlator.State;
    }

    private static SigmaDetector Load(string section)
    {
        var text = $"{Detections}title: x\nid: x\ncorrelation:\n  {section}\n  group-by: [src_ip]\n  timespan: 1m\n";
        var loaded = SigmaRules.Compile([new RuleFile("x.yml", "x.yml", Encoding.UTF8.GetBytes(text))], new SigmaOptions { UseShippedRules = false });
        return loaded.Errors is [var first, ..] ? throw new InvalidOperationException(first.ToString()) : loaded.Detector;
    }

    /// <summary>Rules of each record, found beforehand: what is measured is the correlation.</summary>
    private static int[][] Matching(SigmaDetector detector, FlowBatch batch)
    {
        var matches = new List<Matching.FlowMatch>();
        detector.Detect(batch, matches);
        var byRecord = matches.ToLookup(m => m.Record, m => m.Rule);
        return [.. Enumerable.Range(0, batch.Count).Select(r => byRecord[r].ToArray())];
    }
}
