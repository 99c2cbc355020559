// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Benchmarks;
using FwCorrelate.Benchmarks.Correlations;
using FwCorrelate.Benchmarks.Growth;
using FwCorrelate.Benchmarks.Job;
using FwCorrelate.Benchmarks.Pipelines;
using FwCorrelate.Benchmarks.Pushdown;
using FwCorrelate.Benchmarks.Readers;
using FwCorrelate.Benchmarks.Sigma;
using FwCorrelate.Benchmarks.Statistics;
using FwCorrelate.Benchmarks.Turns;

// Every contender is a process of its own; `tables` starts them in turn.
var flows = new Option<string>("--flows") { Required = true, Description = "AWS VPC flow log, plain or .gz" };
var calls = new Option<string>("--calls") { Required = true, Description = "tool calls as CSV" };
var output = new Option<string>("--out") { Required = true, Description = "folder to write to" };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2 };
var contender = new Option<string>("--contender") { Required = true };
var leases = new Option<string>("--leases") { Required = true, Description = "address leases as CSV" };
var spans = new Option<string?>("--traces") { Description = "agent traces" };
var rules = new Option<string?>("--rules") { Description = "folder of rules to use in place of the shipped ones" };
var data = new Option<string>("--data") { Required = true, Description = "folder with calls.csv, f1m.log, f10m.log, f10m.log.gz and r10m.log, s10m.log" };
var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 5, Description = "measured runs of each contender, after a warm-up" };
var only = new Option<string?>("--only") { Description = "tables to make, separated by commas: job1m, job10m, gzip, threads, order, reader, investigate; of sigma: json, joined, pack" };
var mix = new Option<string>("--mix") { Required = true, Description = "folder with rules/*.yml and events.jsonl" };
var expected = new Option<string?>("--expected") { Description = "matches by rule id that 3,000 rules must give" };
var folder = new Argument<string>("path");

var job = new Command("job", "The whole job by one contender: product or duckdb") { contender, flows, calls, output, threads };
job.SetAction(p => Measured.Run(() => p.GetValue(contender) switch
{
    "product" => ProductJob.Run(p.GetValue(flows)!, p.GetValue(calls)!, p.GetValue(output)!, p.GetValue(threads)),
    "duckdb" => DuckDbJob.Run(p.GetValue(flows)!, p.GetValue(calls)!, p.GetValue(output)!, p.GetValue(threads)),
    var other => throw new ArgumentException($"'{other}' is no contender: product or duckdb."),
}));
var reader = new Command("reader", $"Reads a log and sums its columns: {string.Join(", ", ReaderContenders.Names)}") { contender, flows };
reader.SetAction(p => Measured.Run(() => ReaderContenders.Run(p.GetValue(contender)!, p.GetValue(flows)!)));
var investigate = new Command("investigate", "The product's whole path over a log, with leases and all outputs") { flows, leases, spans, output, threads, rules };
investigate.SetAction(p => Measured.Run(() => InvestigateRun.Run(p.GetValue(flows)!, p.GetValue(leases)!, p.GetValue(spans), p.GetValue(output)!, p.GetValue(threads), p.GetValue(rules))));
var makeLeases = new Command("leases", "Writes a lease table for the hosts of a call table") { calls, output };
makeLeases.SetAction(p => InvestigateRun.WriteLeases(p.GetValue(calls)!, p.GetValue(output)!));
var growth = new Command("growth", $"investigate over cases that grow tenfold in one thing: {string.Join(", ", GrowingCase.All.Select(c => c.Name))}") { output, threads, runs, only };
growth.SetAction(p => GrowthTable.Print(p.GetValue(output)!, p.GetValue(threads), p.GetValue(runs), p.GetValue(only)?.Split(',')));
var traces = new Command("traces", "Writes a call table as OTLP JSON lines") { calls, output };
traces.SetAction(p => TimelineRun.WriteTraces(p.GetValue(calls)!, p.GetValue(output)!));
var timeline = new Command("timeline", "Reads traces into a timeline") { folder };
timeline.SetAction(p => Measured.Run(() => TimelineRun.Read(p.GetValue(folder)!)));
var check = new Command("check", "Order-free checksums of an output folder, as check.sh prints them") { folder };
check.SetAction(p => Console.WriteLine(OutputChecksum.Of(p.GetValue(folder)!)));
var tables = new Command("tables", "Runs all contenders in turn and prints the tables of README.md") { data, output, threads, runs, only };
tables.SetAction(p => new Tables(p.GetValue(data)!, p.GetValue(output)!, p.GetValue(threads), p.GetValue(runs)).Print(p.GetValue(only)?.Split(',')));
var micro = new Command("micro", "BenchmarkDotNet: reader, join, matcher") { TreatUnmatchedTokensAsErrors = false };
micro.SetAction(p => FwCorrelate.Benchmarks.Micro.MicroBenchmarks.Run([.. p.UnmatchedTokens]));
var updates = new Option<int>("--updates") { DefaultValueFactory = _ => 10_000_000 };
var correlation = new Command("correlation", "Updates per second and state of each kind of correlation") { updates };
correlation.SetAction(p => CorrelationUpdates.Print(p.GetValue(updates)));
var sigma = new Command("sigma", "Detection rules: JSON events, joined records, the shipped pack over flows") { mix, expected, runs, only };
sigma.SetAction(p => SigmaTables.Print(p.GetValue(mix)!, p.GetValue(expected), p.GetValue(runs), p.GetValue(only)?.Split(',')));
var url = new Option<string>("--url") { Required = true, Description = "a search engine that an index may be made in" };
var documents = new Option<int?>("--documents") { Description = "documents to store (default: 200,000 for elastic, 2,000,000 for pushdown)" };
var slices = new Option<int>("--slices") { Description = "readers side by side in the gateway's drain", DefaultValueFactory = _ => 1 };
var elastic = new Command("elastic", "Bulk and drain through the gateway against a bare HttpClient loop, in turns") { url, documents, runs, slices };
elastic.SetAction((p, _) => FwCorrelate.Benchmarks.Elastic.EngineThroughput.PrintAsync(p.GetValue(url)!, p.GetValue(documents) ?? 200_000, p.GetValue(runs), p.GetValue(slices)));
var pushdown = new Command("pushdown", "Investigates an index: everything read, and only what may match") { url, documents, runs };
pushdown.SetAction(p => PushdownRun.Print(p.GetValue(url)!, p.GetValue(documents) ?? 2_000_000, p.GetValue(runs)));
var fixtures = new Option<string>("--fixtures") { DefaultValueFactory = _ => "fixtures/scenarios", Description = "folder with the stored scenarios" };
var pipelines = new Command("pipelines", "Records per second through our ingest pipelines and through hand-written ones") { url, fixtures, runs };
pipelines.SetAction(async (p, _) =>
{
    using var table = new PipelineTable(p.GetValue(url)!, p.GetValue(fixtures)!, p.GetValue(runs));
    await table.PrintAsync();
});
var nulls = new Option<int>("--simulated") { DefaultValueFactory = _ => 2_000, Description = "simulated runs of each kind" };
var burstCount = new Option<int>("--bursts") { DefaultValueFactory = _ => 12, Description = "bursts of each simulated run" };
var coincidence = new Command("coincidence", "Level and power of the tests of coincidence, and what they cost") { nulls, burstCount };
coincidence.SetAction(p =>
{
    CoincidenceTable.PrintCost(1_000);
    CoincidenceTable.Print(p.GetValue(nulls), p.GetValue(burstCount));
});
return new RootCommand("Benchmarks of FwCorrelate") { coincidence, elastic, pushdown, pipelines, sigma, correlation, job, reader, investigate, growth, makeLeases, traces, timeline, check, tables, micro }.Parse(args).Invoke();
