// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Service;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>What an investigation's exit code says (design, section 4).</summary>
internal static class InvestigationExit
{
    /// <param name="failOn">Level from which an incident counts as a finding; null: none does.</param>
    /// <param name="strict">Whether anything that could not be read counts as damage.</param>
    public static ExitCode Of(InvestigationResult result, Level? failOn, bool strict) => ExitCodes.Worst(
        result.Interrupted ? ExitCode.Interrupted : ExitCode.Done,
        IsNothingReadable(result) || !AddsUp(result) || (strict && IsIncomplete(result)) ? ExitCode.InputDamaged : ExitCode.Done,
        result.RuleErrors.Count > 0 ? ExitCode.RuleUnusable : ExitCode.Done,
        HasFindings(result, failOn) ? ExitCode.Findings : ExitCode.Done);

    // An incident that an infrastructure entry expects is no finding.
    private static bool HasFindings(InvestigationResult result, Level? failOn) =>
        failOn is { } level && result.Incidents.Any(i => i.Rule.Level >= level && i.SuppressedBy is null);

    private static bool IsIncomplete(InvestigationResult result) =>
        result.Ledger.Rejected > 0 || result.Ledger.Late > 0 || result.Rejected.Count > 0
        || result.Inputs.Any(i => i.Role == InputRole.Damaged || (i.Role == InputRole.Unrecognised && !IsBesideTheCase(i, result)));

    private static bool IsBesideTheCase(InputSummary input, InvestigationResult result) =>
        CaseFolders.AreBeside(input.Path) && result.Inputs.Any(i => CaseFolders.Hold(i.Path));

    // No log at all is fine while there are calls to judge; logs of which nothing could be read are not.
    private static bool IsNothingReadable(InvestigationResult result) =>
        result.Ledger.Parsed == 0
        && (result.TimelineTrust.Calls == 0 || result.Ledger.Rejected > 0 || result.Inputs.Any(i => i.Role == InputRole.Damaged));

    private static bool AddsUp(InvestigationResult result) =>
        result.Ledger.Discrepancies().Count == 0 && result.LedgerBySource.Values.All(l => l.Discrepancies().Count == 0);
}
