// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Incidents;
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Output;

/// <summary>NEXT: two commands to type, with the user's own paths.</summary>
internal static class NextCommands
{
    /// <summary>
    /// First what keeps or proves the result, then what shows the record the worst incident begins with; or, where there is none, the calls
    /// and leases that were known.
    /// </summary>
    public static IReadOnlyList<string> For(InvestigationResult result, PageSettings settings) =>
    [
        result.OutputFolder is { } folder
            ? $"{Application.Name} evidence verify {Quote(folder)}"
            : $"{Application.Name} {string.Join(' ', settings.Arguments.Select(Quote))} --out {Quote(FolderBeside(result.CasePath))}",
        RawRecord(result) ?? $"{Application.Name} {(Directory.Exists(result.CasePath) ? $"timeline {Quote(result.CasePath)}" : "rules list")}",
    ];

    /// <summary>A word that a POSIX shell takes literally.</summary>
    internal static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=,@%+".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string? RawRecord(InvestigationResult result)
    {
        var worst = result.Behaviours.OrderBy(b => b.IsSuppressed).FirstOrDefault();
        if (worst?.Incidents.SelectMany(i => i.Evidence).MaxBy(Weight) is not { } evidence || evidence.Origin.File == "-"
            || evidence.Origin.Document is not null)
            return null;
        var path = Directory.Exists(result.CasePath) ? Path.Combine(result.CasePath, evidence.Origin.File) : evidence.Origin.File;
        var line = evidence.Origin.Line;
        return Path.GetExtension(path) switch
        {
            ".gz" => $"gzip -dc {Quote(path)} | sed -n {line}p",
            ".zst" => $"zstd -dc {Quote(path)} | sed -n {line}p",
            ".parquet" or ".zip" => null,
            _ => $"sed -n {line}p {Quote(path)}",
        };
    }

    // The record of an alert says most, then a flow, then the call.
    private static int Weight(Evidence evidence) => evidence.Role switch
    {
        "alert" => 3,
        "flow" => 2,
        "call" => 1,
        _ => 0,
    };

    // A name that is free, so that the command works as it stands.
    private static string FolderBeside(string casePath)
    {
        var name = Path.GetFileName(casePath.TrimEnd('/', '\\'));
        name = name is "" or "." or ".." || !Directory.Exists(casePath) ? "result" : $"{name}-result";
        return Enumerable.Range(1, 100).Select(n => n == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))
            .FirstOrDefault(n => !Path.Exists(n)) ?? name;
    }
}
