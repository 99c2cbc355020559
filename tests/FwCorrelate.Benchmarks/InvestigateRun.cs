// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Benchmarks.Job;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Benchmarks;

/// <summary>The product's whole path, as <c>fwcorrelate investigate</c> runs it.</summary>
internal static class InvestigateRun
{
    /// <param name="rules">A folder of rules in place of the shipped ones; null for these.</param>
    /// <param name="traces">Agent traces; null where there are none.</param>
    public static string Run(string flows, string leases, string? traces, string output, int threads, string? rules)
    {
        using var result = Investigation.Run(new InvestigationOptions
        {
            Logs = [flows],
            Leases = [leases],
            Timelines = traces is null ? [] : [traces],
            OutputFolder = output,
            Force = true,
            Threads = threads,
            Rules = rules is null ? [] : [rules],
            NoDefaultRules = rules is not null,
        });
        OutputFolder.Write(result, output, force: true);
        return string.Create(
            CultureInfo.InvariantCulture, $"read={result.Ledger.Read} matched={result.Ledger.Matched} incidents={result.Incidents.Count}");
    }

    /// <summary>One exclusive lease over the whole of January for every host of the calls.</summary>
    public static void WriteLeases(string calls, string path)
    {
        var text = new StringBuilder("address,owner_kind,owner_id,host,from,to\n");
        foreach (var host in CallTable.Read(calls).ByHost.Keys.Order())
            text.Append(CultureInfo.InvariantCulture, $"{host},sandbox,sandbox-{host},host-{host},2025-12-31T00:00:00Z,2026-02-01T00:00:00Z\n");
        File.WriteAllText(path, text.ToString());
    }
}
