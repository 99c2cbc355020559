// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Output;

/// <summary>Files that nothing read.</summary>
internal static class Unread
{
    /// <summary>Path and reason, damaged ones first.</summary>
    public static IReadOnlyList<string> Lines(InvestigationResult result) =>
    [
        .. Inputs(result).OrderByDescending(i => i.Role).ThenBy(i => i.Path, StringComparer.Ordinal)
            .Select(i => $"{i.Path}: {(i.Role == InputRole.Damaged ? "DAMAGED, " : "")}{i.Problem ?? "nothing recognises it"}"),
    ];

    /// <summary>The warnings that are about something else.</summary>
    public static IReadOnlyList<string> OtherWarnings(InvestigationResult result)
    {
        var paths = Inputs(result).Select(i => i.Path + ":").ToList();
        return [.. result.Warnings.Where(w => !paths.Any(p => w.StartsWith(p, StringComparison.Ordinal)))];
    }

    private static IEnumerable<InputSummary> Inputs(InvestigationResult result) =>
        result.Inputs.Where(i => i.Role is InputRole.Unrecognised or InputRole.Damaged);
}
