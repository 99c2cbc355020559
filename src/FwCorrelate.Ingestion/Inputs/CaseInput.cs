// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>One file to read, found and not yet opened.</summary>
/// <param name="FullPath">Where it is stored; for standard input the file it was spooled to.</param>
/// <param name="RelativePath">As users and results name it: relative to the case, with <c>/</c>; <c>-</c> for standard input.</param>
/// <param name="StoredLength">
/// Bytes as stored when it was found, compressed or not. No pass reads further: files are read twice, and one that grows must not differ
/// between the two. Pipes and devices have no length, so they are never opened.
/// </param>
public sealed record CaseInput(string FullPath, string RelativePath, long StoredLength)
{
    /// <summary>The name that stands for standard input on the command line and in results.</summary>
    public const string StandardInputName = "-";

    public override string ToString() => RelativePath;
}
