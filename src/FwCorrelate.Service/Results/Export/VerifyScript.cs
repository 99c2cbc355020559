// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Service.Results.Export;

/// <summary>
/// <c>verify.sh</c>: a POSIX shell script that needs only zcat, sed and sha256sum. It is itself one of the files whose hashes it checks,
/// and it
/// checks them twice: no change of one byte can take both.
/// </summary>
internal static class VerifyScript
{
    public const string Name = "verify.sh";
    public const string Sums = "SHA256SUMS";
    public const string Seal = "SEAL";

    private const string Head = """
        #!/bin/sh
        # Checks this folder: sh verify.sh [CASE]. Exit status 0 means that nothing was changed.
        set -eu
        if [ $# -gt 0 ]; then CASE=$(cd -- "$1" && pwd); fi
        case $0 in */*) cd -- "${0%/*}";; esac
        [ "$(sha256sum < SHA256SUMS)" = "$(sed -n 1p SEAL)" ]
        sha256sum -c SHA256SUMS > /dev/null

        """;

    private const string Tail = """
        echo "every file here is as it was exported; the seal is $(sed -n 's/ .*//p' SEAL)"
        sha256sum -c SHA256SUMS > /dev/null

        """;

    /// <param name="inputs">Files of the case that the records are of, as the manifest tells them.</param>
    public static string Of(IReadOnlyList<ExportedRecord> records, IReadOnlyList<ManifestFile> inputs)
    {
        var script = new StringBuilder(Head);
        script.Append("if [ $# -gt 0 ]; then\n");
        foreach (var input in inputs)
            script.Append(CultureInfo.InvariantCulture, $"  [ \"$(sha256sum < \"$CASE\"/{Quote(input.Path)})\" = '{input.Sha256}  -' ]\n");
        foreach (var record in records.Where(
            r => r is { HasItsHash: true, IsWholeLine: true, Content: { } content } && !content.AsSpan().Contains((byte)0)))
        {
            if (Opener(record.Origin.File) is { } opener)
                script.Append(CultureInfo.InvariantCulture,
                    $"  [ \"$({opener} < \"$CASE\"/{Quote(record.Origin.File)} | sed -n {record.Origin.Line}p)\" = \"$(sed -n 1p "
                    + $"{record.Name})\" ]\n");
        }

        return script.Append("  echo \"the records stand in the files of the case\"\nfi\n").Append(Tail).ToString()
            .Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string? Opener(string file) => Path.GetExtension(file) switch
    {
        ".gz" => "zcat",
        ".zst" or ".zip" or ".eval" or ".parquet" => null,
        _ => "sed ''",
    };

    private static string Quote(string path) => $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
