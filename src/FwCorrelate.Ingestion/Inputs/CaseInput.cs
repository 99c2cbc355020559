// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>One file to read, found and not yet opened.</summary>
/// <remarks>A case may hold very many: those below its folder share the folder's path.</remarks>
public sealed record CaseInput
{
    /// <summary>The name that stands for standard input on the command line and in results.</summary>
    public const string StandardInputName = "-";

    private readonly string _place;
    private readonly bool _isBelow;

    /// <param name="fullPath">See <see cref="FullPath"/>.</param>
    /// <param name="relativePath">See <see cref="RelativePath"/>.</param>
    /// <param name="storedLength">See <see cref="StoredLength"/>.</param>
    public CaseInput(string fullPath, string relativePath, long storedLength)
        : this(fullPath, isBelow: false, relativePath, storedLength)
    {
    }

    private CaseInput(string place, bool isBelow, string relativePath, long storedLength) =>
        (_place, _isBelow, RelativePath, StoredLength) = (place, isBelow, relativePath, storedLength);

    /// <summary>Where it is stored; for standard input the file it was spooled to; empty for what cannot be opened by its name.</summary>
    public string FullPath => _isBelow ? Path.Join(_place, RelativePath) : _place;

    /// <summary>As users and results name it: relative to the case, with <c>/</c>; <c>-</c> for standard input.</summary>
    public string RelativePath { get; }

    /// <summary>
    /// Bytes as stored when it was found, compressed or not. No pass reads further: files are read twice, and one that grows must not
    /// differ between the two. Pipes and devices have no length, so they are never opened.
    /// </summary>
    public long StoredLength { get; }

    /// <summary>
    /// Whether the file is written to beyond <see cref="StoredLength"/> while it is read, and all before that stands for good: growth is
    /// then no damage.
    /// </summary>
    public bool MayGrow { get; init; }

    /// <summary>A file below a folder.</summary>
    public static CaseInput Below(string folder, string relativePath, long storedLength) =>
        new(folder, isBelow: true, relativePath, storedLength);

    public override string ToString() => RelativePath;
}
