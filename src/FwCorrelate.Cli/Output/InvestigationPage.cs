// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Service;
using FwCorrelate.Service.Indices;
using FwCorrelate.Service.Results;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>What the page needs beside the result.</summary>
/// <param name="MinLevel">Behaviours below it are left out and counted.</param>
/// <param name="Arguments">The command line as typed, for the commands to type next.</param>
/// <param name="Redact">Makes a command fit to be shown.</param>
internal sealed record PageSettings(Level MinLevel, IReadOnlyList<string> Arguments, Func<string, string> Redact);

/// <summary>
/// The page for a terminal (design, section 4): the case in one line, TRUST, BEHAVIOURS worst first, LEDGER, NEXT. Written for
/// somebody who was woken: short lines, worst first, and everything readable without colour.
/// </summary>
internal sealed class InvestigationPage(PageWriter page, PageSettings settings)
{
    public void Write(InvestigationResult result)
    {
        WriteCase(result);
        page.Blank();
        new TrustSection(page, result.DisplayZone).Write(result);
        page.Blank();
        new BehaviourSection(page, result, settings).Write();
        page.Blank();
        WriteLedger(result);
        if (result.OutputFolder is { } folder)
            page.Field("REPORT", $"open {NextCommands.Quote(System.IO.Path.Combine(folder, OutputFiles.Report))} in a browser", 0, 8);
        page.Blank();
        WriteNext(result);
    }

    private void WriteCase(InvestigationResult result)
    {
        var files = result.Inputs.Count(
            i => i.Role is InputRole.Log or InputRole.Trace or InputRole.Lease or InputRole.Gpu or InputRole.Damaged);
        var unread = result.Inputs.Count(i => i.Role is InputRole.Unrecognised);
        var of = unread > 0 ? $"{PageText.Count(files)} of {PageText.Count(files + unread, "file")}" : PageText.Count(files, "file");
        var fetched = result.LedgerBySource.Keys.Where(IndexPattern.IsOne).ToArray();
        var name = result.CasePath.Length > 0 ? result.CasePath : fetched.Length > 0 ? string.Join(", ", fetched) : "The files named";
        var left = result.Ledger.NotFetched is > 0 and var kept ? $" ({PageText.Count(kept)} of them left in the index)" : string.Empty;
        page.Line($"{name}: {PageText.Bytes(result.BytesRead)} in {of}, {PageText.Count(result.Ledger.Read, "record")}{left}, "
            + $"{PageText.Span(result.Elapsed)}. Times in {PageText.Zone(result.DisplayZone, TimeOfInterest(result))}.",
                emphasis: Emphasis.Strong);
        if (unread > 0)
            page.Line($"{PageText.Count(unread, "file was", "files were")} NOT READ: TRUST says why.", emphasis: Emphasis.Caution);
        if (result.Interrupted)
            page.Line("INTERRUPTED: what follows covers only what was read before Ctrl+C.", emphasis: Emphasis.Alarm);
    }

    private void WriteLedger(InvestigationResult result)
    {
        var ledger = result.Ledger;
        var wrong = ledger.Discrepancies();
        var counts = $"{PageText.Count(ledger.Read)} read, {PageText.Count(ledger.Rejected)} rejected, "
            + (ledger.Ignored > 0 ? $"{PageText.Count(ledger.Ignored)} ignored, " : "") + $"{PageText.Count(ledger.Matched)} matched, "
            + $"{PageText.Count(ledger.ToolCall)} named, {PageText.Count(ledger.Late)} late, {PageText.Count(ledger.Suppressed)} suppressed";
        if (wrong.Count == 0)
            page.Field("LEDGER", $"adds up: {counts}", 0, 8);
        else
            page.Field("LEDGER", $"DOES NOT ADD UP ({string.Join("; ", wrong)}): {counts}", 0, 8, Emphasis.Alarm);
    }

    private void WriteNext(InvestigationResult result)
    {
        page.Line("NEXT", emphasis: Emphasis.Strong);
        foreach (var command in NextCommands.For(result, settings))
            page.Unwrapped(command, indent: 2);
    }

    private static Instant TimeOfInterest(InvestigationResult result) =>
        result.Incidents.Count > 0 ? result.Incidents.Max(i => i.LastSeen)
        : result.Sources.Max(s => s.To) ?? result.TimelineTrust.To ?? Instant.FromUnixTimeSeconds(0);
}
