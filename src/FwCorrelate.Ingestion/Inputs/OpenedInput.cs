// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Parquet;
using ZstdSharp;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// A file being read: its text, decompressed where its first bytes say gzip, Zstandard or zip, the rows of Parquet, and what is known of the file as stored.
/// Damage ends the text early and is told in <see cref="Damage"/>; it never throws.
/// </summary>
public sealed class OpenedInput : IDisposable
{
    private readonly StoredStream _stored;
    private readonly Stream _text;
    private readonly DecompressionLimits _limits;
    private readonly EndMarkedStream? _gzip;
    private readonly long _storedAtOnce;
    private bool _isAtEnd;

    private OpenedInput(CaseInput input, StoredStream stored, Container container, DecompressionLimits limits)
    {
        Input = input;
        _stored = stored;

        // What is read from several places of a file tells nothing of how far it was read.
        _storedAtOnce = container switch
        {
            Container.Zip => input.StoredLength,
            Container.Parquet => input.StoredLength * ParquetText.MostNames,
            _ => 0,
        };
        _limits = limits;
        _gzip = container == Container.Gzip ? new EndMarkedStream(stored) : null;
        _text = container switch
        {
            Container.Gzip => new GZipStream(_gzip!, CompressionMode.Decompress),

            // Goes on from frame to frame, and throws where the last one is cut off. A frame that wants a window of more than 128 MiB is
            // refused.
            Container.Zstandard => new DecompressionStream(stored, checkEndOfStream: true, leaveOpen: true),
            Container.Zip => OpenZip() ?? Stream.Null,
            Container.Parquet => OpenParquet() ?? Stream.Null,
            _ => stored,
        };
        IsUnsupported |= container is not
            (Container.None or Container.Gzip or Container.Zstandard or Container.Zip or Container.Parquet);
        if (IsUnsupported)
            Damage ??= Containers.CannotBeRead(container);
    }

    public CaseInput Input { get; }

    private bool IsCompressed => !ReferenceEquals(_text, _stored);

    /// <summary>Stored bytes read so far; may be asked from another thread.</summary>
    public long StoredBytesRead => _stored.BytesRead;

    /// <summary>Decompressed bytes read so far.</summary>
    public long TextBytesRead { get; private set; }

    /// <summary>Why the text ended before the file did, in words; null while all is well.</summary>
    public string? Damage { get; private set; }

    /// <summary>Whether <see cref="Damage"/> is that the file is in a container that is not unpacked here.</summary>
    public bool IsUnsupported { get; private set; }

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="isHashed">Whether <see cref="FinishSha256"/> will be asked for; a second pass over a file knows its hash
    /// already.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static OpenedInput Open(CaseInput input, DecompressionLimits? limits = null, bool isHashed = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.StoredLength == 0)
            return new OpenedInput(input, new StoredStream(Stream.Null, 0, isHashed), Container.None, DecompressionLimits.Default);
        var file = RegularFile.OpenRead(input.FullPath);
        Span<byte> magic = stackalloc byte[Containers.MagicLength];
        var container = Containers.Recognise(magic[..file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)]);
        file.Position = 0;
        var stored = new StoredStream(file, input.StoredLength, isHashed);
        return new OpenedInput(input, stored, container, limits ?? DecompressionLimits.Default);
    }

    /// <summary>A text in memory in the place of the file that it was taken from.</summary>
    public static OpenedInput OfText(CaseInput input, byte[] text)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(text);
        var named = new CaseInput(input.FullPath, input.RelativePath, text.Length);
        return new OpenedInput(named, new StoredStream(new MemoryStream(text, writable: false), text.Length, isHashed: true),
            Container.None, DecompressionLimits.Default);
    }

    /// <summary>Reads text like <see cref="Stream.Read(Span{byte})"/>; 0 at the end, and after damage.</summary>
    public int Read(Span<byte> buffer)
    {
        if (Damage is not null)
            return 0;
        try
        {
            var read = _text.Read(buffer);
            TextBytesRead += read;
            if (read == 0 && !buffer.IsEmpty)
                Damage = WhyOtherLength() ?? (_gzip is null ? null : WhyNotWhole(_gzip));
            else if (IsCompressed)
                Damage = _limits.Exceeded(Math.Max(_storedAtOnce, StoredBytesRead), TextBytesRead);
            return Damage is null ? read : 0;
        }
        catch (Exception e) when (IsCompressed && e is EndOfStreamException or ZstdException)
        {
            Damage = WhyOtherLength() ?? NotWhole();
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Damage = $"it cannot be read beyond {TextBytesRead} bytes of text: {e.Message}";
            return 0;
        }
    }

    /// <summary>SHA-256 of the file as stored, lower-case hex; reads the rest of the file where the text ended early.</summary>
    /// <exception cref="IOException">The rest of the file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It was opened without hashing.</exception>
    public string FinishSha256() => _stored.FinishHash();

    public void Dispose()
    {
        _text.Dispose();
        _stored.Dispose();
    }

    // An archive's directory stands at its end, so that it is read apart from the stream that is hashed.
    private ZipText? OpenZip()
    {
        try
        {
            var text = ZipText.Open(RegularFile.OpenRead(Input.FullPath));
            if (text is not null)
                return text;
            IsUnsupported = true;
            Damage = "it is a zip archive of several files, which this version cannot read: unpack it";
        }
        catch (InvalidDataException e)
        {
            Damage = e.Message;
        }

        return null;
    }

    private ParquetText? OpenParquet()
    {
        try
        {
            // Null where it was emptied meanwhile.
            return RegularFile.OpenRead(Input.FullPath) is FileStream file ? ParquetText.Open(file, Input.StoredLength) : null;
        }
        catch (InvalidDataException e)
        {
            Damage = e.Message;
            return null;
        }
    }

    // The last line of a file that is being written may be half a line: like any damage this tells the reader of lines not to trust it.
    private string? WhyOtherLength() => _stored.LengthNow switch
    {
        var now when now < Input.StoredLength => $"it shrank from {Input.StoredLength} to {now} stored bytes while it was read",
        var now when now > Input.StoredLength
            && !Input.MayGrow => $"it grew from {Input.StoredLength} to {now} stored bytes while it was read: what was added is left out",
        _ => null,
    };

    private string? WhyNotWhole(EndMarkedStream compressed)
    {
        if (_isAtEnd)
            return null;
        _isAtEnd = true;
        try
        {
            if (compressed.IsWhole(_text))
                return null;
        }
        catch (InvalidDataException)
        {
            // The marker was no continuation of what came before: the same finding.
        }

        return NotWhole();
    }

    private string NotWhole() => $"its compressed data is cut off, or followed by something else, after {TextBytesRead} bytes of text";
}
