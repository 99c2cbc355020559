// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Serving.Collection;

/// <summary>
/// Finds out whether a file says what was collected from another one: a copy, a renamed one elsewhere, or the same text compressed.
/// </summary>
internal static class TextMatch
{
    /// <summary>The longest of <paramref name="streams"/> whose every byte the file begins with; null where it begins with none.</summary>
    /// <param name="isUnpacked">Whether the file's text is compared, decompressed, rather than its bytes as stored.</param>
    public static CollectedStream? Find(FileLook look, IEnumerable<CollectedStream> streams, bool isUnpacked)
    {
        var candidates = streams.Where(s => s.Length > 0 && s.IsRead).OrderBy(s => s.Length).ToList();
        if (candidates.Count == 0 || look.Length == 0)
            return null;
        using var opened = isUnpacked ? OpenedInput.Open(InputOf(look), isHashed: false) : null;
        using var stored = isUnpacked ? Stream.Null : RegularFile.OpenRead(look.FullPath);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new byte[Fingerprint.MostBytes];
        var filled = 0;
        while (filled < head.Length && Read(head.AsSpan(filled)) is var read and > 0)
            filled += read;
        candidates.RemoveAll(c => !c.Head.Begins(head.AsSpan(0, filled)));

        CollectedStream? best = null;
        var (position, buffer) = (0L, new byte[1 << 17]);
        var rest = head.AsMemory(0, filled);
        foreach (var candidate in candidates)
        {
            while (position < candidate.Length)
            {
                if (rest.IsEmpty)
                {
                    var count = Read(buffer);
                    if (count == 0)
                        return best;
                    rest = buffer.AsMemory(0, count);
                }

                var taken = (int)Math.Min(rest.Length, candidate.Length - position);
                hash.AppendData(rest.Span[..taken]);
                (position, rest) = (position + taken, rest[taken..]);
            }

            if (Convert.ToHexStringLower(hash.GetCurrentHash()) == candidate.Sha256)
                best = candidate;
        }

        return best;

        int Read(Span<byte> bytes) => opened is null ? stored.Read(bytes) : opened.Read(bytes);
    }

    /// <summary>Collects the text of a compressed file beyond what the copy holds.</summary>
    public static void CollectInto(StreamCopy copy, FileLook look)
    {
        using var opened = OpenedInput.Open(InputOf(look), isHashed: false);
        var (buffer, position, start) = (new byte[1 << 17], 0L, copy.Length);
        FileStream? target = null;
        try
        {
            while (opened.Read(buffer) is var read and > 0)
            {
                var skipped = (int)Math.Clamp(start - position, 0, read);
                position += read;
                if (skipped == read)
                    continue;
                target ??= copy.OpenForAppending();
                copy.Append(target, buffer.AsSpan(skipped, read - skipped));
            }

            target?.Flush(flushToDisk: true);
        }
        finally
        {
            target?.Dispose();
        }
    }

    private static CaseInput InputOf(FileLook look) => new(look.FullPath, look.Path, look.Length) { MayGrow = true };
}
