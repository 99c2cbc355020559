// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Benchmarks.Growth;

/// <summary>Writes an AWS VPC flow log, a lease table and OTLP traces. Times are seconds from 2026-01-01T00:00:00Z.</summary>
internal sealed class CaseWriter : IDisposable
{
    private static readonly Instant Zero = Instant.FromUtc(2026, 1, 1, 0, 0);
    private readonly string _calls;
    private readonly StreamWriter _flows;
    private readonly StreamWriter _leases;
    private readonly StreamWriter _callTable;
    private bool _hasCalls;

    public CaseWriter(string folder)
    {
        Directory.CreateDirectory(folder);
        (Log, Leases, Traces, _calls) = (Path.Combine(folder, "vpc.log"), Path.Combine(folder, "leases.csv"),
            Path.Combine(folder, "traces.jsonl"), Path.Combine(folder, "calls.csv"));
        (_flows, _leases, _callTable) = (new StreamWriter(Log), new StreamWriter(Leases), new StreamWriter(_calls));
        _flows.Write("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end ");
        _flows.Write("action log-status\n");
        _leases.Write("address,owner_kind,owner_id,host,from,to\n");
        _callTable.Write("run_id,episode,call_id,tool,host,sandbox,start_ms,end_ms\n");
    }

    public string Log { get; }

    public string Leases { get; }

    /// <summary>Null where there are no calls.</summary>
    public string? TracesIfAny => _hasCalls ? Traces : null;

    private string Traces { get; }

    public void Flow(string source, string destination, int sourcePort, int port, int start, int length)
    {
        var from = Zero.ToUnixTimeSeconds() + start;
        _flows.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"2 111122225555 eni-1 {source} {destination} {sourcePort} {port} 6 7 5000 {from} {from + length} ACCEPT OK\n"));
    }

    public void Lease(string address, string sandbox, double from, double to) => _leases.Write(
        $"{address},sandbox,{sandbox},host-1,{Text(from)},{Text(to)}\n");

    /// <param name="start">Milliseconds from the beginning.</param>
    /// <param name="length">Milliseconds.</param>
    public void Call(string sandbox, int number, long start, long length)
    {
        _hasCalls = true;
        var from = Zero.ToUnixTimeMilliseconds() + start;
        _callTable.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"run-1,episode-{sandbox},call-{number:00000000},bash,host-1,{sandbox},{from},{from + length}\n"));
    }

    public void Dispose()
    {
        _flows.Dispose();
        _leases.Dispose();
        _callTable.Dispose();
        if (_hasCalls)
            TimelineRun.WriteTraces(_calls, Traces);
    }

    private static string Text(double seconds) => InstantPattern.ExtendedIso.Format(Zero + Duration.FromSeconds(seconds));
}
