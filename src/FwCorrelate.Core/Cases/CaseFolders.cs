// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cases;

/// <summary>
/// The folders of a case. Where a case has any of them, notes and results beside them were never meant as input; only <c>case.yml</c> is.
/// </summary>
public static class CaseFolders
{
    private static readonly string[] Names = ["logs", "timeline", "leases", "gpu"];

    /// <summary>Whether a folder on the disk is a case with such folders.</summary>
    public static bool AreIn(string folder) => Names.Any(n => Directory.Exists(Path.Combine(folder, n)));

    /// <summary>Whether a path relative to its case lies in one of them.</summary>
    public static bool Hold(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && Names.Contains(path[..end]);
    }

    /// <summary>Whether a path relative to a case that has them lies beside them.</summary>
    public static bool AreBeside(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !path.Contains('/', StringComparison.Ordinal) && path is not ("case.yml" or "case.yaml");
    }
}
