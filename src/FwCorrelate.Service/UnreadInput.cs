// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service;

/// <summary>A file that nothing reads, with the reason; a damaged one is one that something could have read.</summary>
internal sealed record UnreadInput(CaseInput Input, string Reason, bool IsDamaged, UnreadContent Content)
{
    /// <summary>
    /// Whether it may have held evidence of a kind: nothing in it says otherwise, and it stands where such evidence does.
    /// </summary>
    /// <param name="folder">Folder of a case for that kind.</param>
    /// <param name="named">What the command line names for that kind.</param>
    public bool MayBeOf(string folder, IReadOnlyList<string> named) =>
        Content != UnreadContent.OtherText
            && (Input.RelativePath.StartsWith(folder + "/", StringComparison.Ordinal) || named.Any(IsNamedBy));

    private bool IsNamedBy(string path)
    {
        var full = Path.GetFullPath(path);
        return Is(Input.FullPath) || (Input.MayGrow && Is(Path.GetFullPath(Input.RelativePath)));

        bool Is(string file) => file == full || file.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || PathGlob.Matches(full, file);
    }
}
