// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results;

/// <summary>What is wrong with a piece of evidence.</summary>
public enum EvidenceProblem
{
    /// <summary>There is no manifest, or it cannot be read.</summary>
    ManifestUnusable,
    OutputMissing,
    OutputChanged,

    /// <summary>A file with one of our names that the manifest does not know.</summary>
    OutputAdded,
    InputMissing,
    InputChanged,

    /// <summary>The record at file and line is not the one whose hash the result tells.</summary>
    RecordDiffers,

    /// <summary>Something that cannot be checked here. Not a failure, but never silent.</summary>
    NotChecked,
}

/// <summary>One finding of <see cref="EvidenceVerification"/>.</summary>
/// <param name="Path">The file, as the manifest names it.</param>
/// <param name="Line">Where one record is concerned.</param>
/// <param name="Text">What was found, what was expected and what to do, for people.</param>
public sealed record EvidenceFinding(EvidenceProblem Problem, string Path, long? Line, string Text)
{
    /// <summary>Whether verification failed (exit code 4).</summary>
    public bool IsFailure => Problem != EvidenceProblem.NotChecked;

    public override string ToString() => Line is { } line ? FormattableString.Invariant($"{Path}:{line}: {Text}") : $"{Path}: {Text}";
}
