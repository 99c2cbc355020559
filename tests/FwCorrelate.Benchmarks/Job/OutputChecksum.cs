// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace FwCorrelate.Benchmarks.Job;

/// <summary>
/// Order-free checksum of the job's two files: lines without the header and carriage returns, sorted by bytes, SHA-256, first 16 digits.
/// </summary>
internal static class OutputChecksum
{
    public static string Of(string folder) =>
        $"pairs={OfFile(Path.Combine(folder, "pairs.csv"))} counts={OfFile(Path.Combine(folder, "counts.csv"))}";

    private static string OfFile(string path)
    {
        var bytes = File.ReadAllBytes(path).AsMemory();
        var lines = new List<ReadOnlyMemory<byte>>();
        for (var start = bytes.Span.IndexOf((byte)'\n') + 1; start < bytes.Length;)
        {
            var length = bytes.Span[start..].IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            lines.Add(bytes[start..end].TrimEnd((byte)'\r'));
            start = end + 1;
        }

        lines.Sort((a, b) => a.Span.SequenceCompareTo(b.Span));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            hash.AppendData(line.Span);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
