// SPDX-License-Identifier: Apache-2.0
using SharpCompress.Archives;
using SharpCompress.Archives.Zip;
using SharpCompress.Readers;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// The files of a zip archive one after the other, each ended by a line feed: so that lines and offsets in an archive mean the same as in
/// any other file. Deflate and Zstandard (method 93, which <see cref="System.IO.Compression.ZipArchive"/> refuses) and what else
/// SharpCompress reads. One entry is open at a time.
/// </summary>
internal sealed class ZipText : ForwardStream
{
    /// <summary>Entries that mark an evaluation log of Inspect AI, which is one text in many files.</summary>
    private static readonly string[] EvaluationMarks = ["_journal/start.json", "header.json"];

    private readonly IArchive _archive;
    private readonly IEnumerator<IArchiveEntry> _entries;
    private Stream? _entry;
    private long _left;
    private byte _last = (byte)'\n';

    private ZipText(IArchive archive, IEnumerable<IArchiveEntry> entries) => (_archive, _entries) = (archive, entries.GetEnumerator());

    /// <summary>
    /// Opens an archive that is one text: an evaluation log, or a single file. Null for one that holds several files of their own.
    /// </summary>
    /// <param name="stored">Seekable; is closed with the text.</param>
    /// <exception cref="InvalidDataException">It is no archive that can be read.</exception>
    public static ZipText? Open(Stream stored) => Guarded(() =>
    {
        var archive = ZipArchive.OpenArchive(stored, new ReaderOptions { LeaveStreamOpen = false });
        var entries = archive.Entries.Where(e => !e.IsDirectory).Cast<IArchiveEntry>().ToList();
        if (entries.Count == 1 || entries.Exists(e => EvaluationMarks.Contains(e.Key, StringComparer.Ordinal)))
            return new ZipText(archive, entries);
        archive.Dispose();
        return null;
    });

    /// <exception cref="InvalidDataException">An entry is damaged, encrypted or packed in an unknown way.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_entry is not null || TryOpenNext())
        {
            var read = ReadEntry(buffer);
            if (read > 0)
                return read;
            CloseEntry();
            if (_last == (byte)'\n')
                continue;
            buffer[0] = _last = (byte)'\n';
            return 1;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _entry?.Dispose();
            _entries.Dispose();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryOpenNext()
    {
        if (!_entries.MoveNext())
            return false;
        var entry = _entries.Current;
        _entry = Guarded(entry.OpenEntryStream);
        (_left, _last) = (entry.Size, (byte)'\n');
        return true;
    }

    private int ReadEntry(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _entry!.Read(buffer);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ObjectDisposedException))
        {
            throw Damage(_entries.Current.Key, e.Message);
        }

        _left -= read;
        if (read > 0)
            _last = buffer[read - 1];
        return read;
    }

    private void CloseEntry()
    {
        _entry!.Dispose();
        _entry = null;
        if (_left != 0)
            throw Damage(_entries.Current.Key, "its length differs from the one in the archive's directory");
    }

    private static InvalidDataException Damage(string? entry, string reason) => new($"entry '{entry}' cannot be unpacked: {reason}");

    // A damaged archive throws whatever its decoder stumbles over.
    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"it is no zip archive that can be unpacked: {e.Message}", e);
        }
    }
}
