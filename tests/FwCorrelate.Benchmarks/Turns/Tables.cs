// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Benchmarks.Job;

namespace FwCorrelate.Benchmarks.Turns;

/// <summary>The tables of README.md.</summary>
internal sealed class Tables(string data, string output, int threads, int runs)
{
    private const string Small = "f1m.log";
    private const string Large = "f10m.log";

    public void Print(IReadOnlyList<string>? only)
    {
        (string Name, Action Make)[] tables =
        [
            ("job1m", () => Compare("The job, 1 million records", Job("product", Small, threads), Job("duckdb", Small, threads))),
            ("job10m", () => Compare("The job, 10 million records", Job("product", Large, threads), Job("duckdb", Large, threads))),
            ("gzip", () => Compare("The job, 10 million records, gzip", Reader("gzip-drain", Large + ".gz"), Job("product", Large + ".gz", threads), Job("duckdb", Large + ".gz", threads))),
            ("threads", () => Compare("The second thread", Job("product", Large, 2), Job("product", Large, 1))),
            ("order", () => Compare("Order of the lines", Job("product", "s10m.log", threads), Job("product", Large, threads), Job("product", "r10m.log", threads))),
            ("reader", () => Compare(
                "The reader alone, one thread",
                Reader("product", Large), Reader("csvhelper-read", Large), Reader("csvhelper-parse", Large), Reader("duckdb", Large))),
            ("investigate", () => Compare("The whole path", Job("product", Large, threads), Investigate(Large))),
        ];
        foreach (var (name, make) in tables)
        {
            if (only is null || only.Contains(name))
                make();
        }
    }

    private void Compare(string title, params Contender[] contenders)
    {
        new Comparison(Contender.InTurn(runs, contenders)).Print(title);
        foreach (var folder in contenders.Where(c => c.Arguments[0] == "job").Select(c => c.Arguments[^1]).Distinct().Order(StringComparer.Ordinal))
            Console.WriteLine($"\n{Path.GetFileName(folder)}: {OutputChecksum.Of(folder)}");
    }

    private Contender Job(string contender, string file, int count) => new(
        $"{contender}, {file}, {count} thread{(count == 1 ? "" : "s")}",
        "job", "--contender", contender, "--flows", Path.Combine(data, file), "--calls", Calls,
        "--threads", count.ToString(CultureInfo.InvariantCulture), "--out", Path.Combine(output, $"{contender}-{file}-{count}"));

    private Contender Reader(string contender, string file) => new(
        $"{contender}, {file}", "reader", "--contender", contender, "--flows", Path.Combine(data, file));

    private Contender Investigate(string file)
    {
        var leases = Path.Combine(output, "leases.csv");
        Directory.CreateDirectory(output);
        InvestigateRun.WriteLeases(Calls, leases);
        return new Contender(
            $"investigate, {file}, {threads} threads",
            "investigate", "--flows", Path.Combine(data, file), "--leases", leases,
            "--threads", threads.ToString(CultureInfo.InvariantCulture), "--out", Path.Combine(output, "investigate"));
    }

    private string Calls => Path.Combine(data, "calls.csv");
}
