// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// Some of a file's text: whole lines from its head, its end and evenly from between, so that what a large file tells is seen without
/// reading it. A compressed file can only be read from its start: then it is the head alone.
/// </summary>
/// <param name="Pieces">Text in the file's order, each of whole lines.</param>
/// <param name="IsWhole">Whether the pieces are all of the text.</param>
/// <param name="IsHeadOnly">Whether the rest was out of reach, so that nothing is known of the file's end.</param>
/// <param name="Damage">Why less was read than asked for; null while all is well.</param>
public sealed record TextSample(IReadOnlyList<byte[]> Pieces, bool IsWhole, bool IsHeadOnly, string? Damage)
{
    /// <summary>Bytes of text in the pieces.</summary>
    public long Length => Pieces.Sum(p => (long)p.Length);

    /// <summary>
    /// Reads at most <paramref name="most"/> bytes in pieces of <paramref name="piece"/> bytes; never throws for what the file holds.
    /// </summary>
    public static TextSample Of(CaseInput input, int most, int piece)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, piece);
        try
        {
            if (input.StoredLength <= most || IsWrapped(input))
                return OfStart(input, most);
            return OfPlaces(input, most, piece);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TextSample([], IsWhole: false, IsHeadOnly: true, e.Message);
        }
    }

    private static bool IsWrapped(CaseInput input)
    {
        using var file = RegularFile.OpenRead(input.FullPath);
        Span<byte> magic = stackalloc byte[Containers.MagicLength];
        return Containers.Recognise(magic[..file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)]) != Container.None;
    }

    private static TextSample OfStart(CaseInput input, int most)
    {
        using var opened = OpenedInput.Open(input, isHashed: false);
        var text = new byte[most + 1];
        var filled = 0;
        while (filled < text.Length && opened.Read(text.AsSpan(filled)) is var read and > 0)
            filled += read;
        if (filled <= most)
            return new TextSample([text[..filled]], IsWhole: opened.Damage is null, IsHeadOnly: opened.Damage is not null, opened.Damage);
        var end = text.AsSpan(0, most).LastIndexOf((byte)'\n') + 1;
        return new TextSample(end > 0 ? [text[..end]] : [], IsWhole: false, IsHeadOnly: true, null);
    }

    private static TextSample OfPlaces(CaseInput input, int most, int piece)
    {
        using var file = RegularFile.OpenRead(input.FullPath);
        var count = Math.Max(2, most / piece);
        var pieces = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var place = (input.StoredLength - piece) / (count - 1) * i;
            if (i == count - 1)
                place = input.StoredLength - piece;
            file.Position = place;
            var text = new byte[piece];
            var read = file.ReadAtLeast(text, piece, throwOnEndOfStream: false);
            var start = i == 0 ? 0 : text.AsSpan(0, read).IndexOf((byte)'\n') + 1;
            var end = text.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
            if (i == count - 1 && read == piece)
                end = read;
            if ((i == 0 || start > 0) && end > start)
                pieces.Add(text[start..end]);
        }

        return new TextSample(pieces, IsWhole: false, IsHeadOnly: false, null);
    }
}
