// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Output;

/// <summary>Files that nothing read.</summary>
internal static class Unread
{
    /// <summary>Paths and reason, damaged ones first; files that share their reason stand together.</summary>
    public static IReadOnlyList<string> Lines(InvestigationResult result) =>
    [
        .. Inputs(result).GroupBy(i => (i.Role, Reason: i.Problem ?? "nothing recognises it")).OrderByDescending(g => g.Key.Role)
        .ThenByDescending(g => g.Count())
            .ThenBy(g => g.Min(i => i.Path), StringComparer.Ordinal)
            .Select(g => $"{Named([.. g.Select(i => i.Path).Order(StringComparer.Ordinal)])}: "
                + $"{(g.Key.Role == InputRole.Damaged ? "DAMAGED, " : "")}{g.Key.Reason}"),
    ];

    /// <summary>The warnings that are about something else.</summary>
    public static IReadOnlyList<string> OtherWarnings(InvestigationResult result)
    {
        var paths = Inputs(result).Select(i => i.Path + ":").ToList();
        return [.. result.Warnings.Where(w => !paths.Any(p => w.StartsWith(p, StringComparison.Ordinal)))];
    }

    private static string Named(IReadOnlyList<string> paths) =>
        paths.Count == 1 ? paths[0] : $"{PageText.Count(paths.Count, "file")} such as {paths[0]}";

    private static IEnumerable<InputSummary> Inputs(InvestigationResult result) =>
        result.Inputs.Where(i => i.Role is InputRole.Unrecognised or InputRole.Damaged);
}
