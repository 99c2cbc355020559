// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace FwCorrelate.Serving.Collection;

/// <summary>
/// The copy of one file under the state folder: only appended to. Bytes count when the length up to which they stand is committed; what a
/// crash left beyond is cut off before the next is written.
/// </summary>
internal sealed class StreamCopy : IDisposable
{
    private const int TailBytes = Fingerprint.MostBytes;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _file;
    private byte[] _head = [];
    private byte[] _tail = [];

    private StreamCopy(string file) => _file = file;

    public long Length { get; private set; }

    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public Fingerprint Head => Fingerprint.Of(_head);

    public Fingerprint Tail => Fingerprint.Of(_tail);

    /// <summary>Opens a copy at its committed length.</summary>
    /// <exception cref="State.StateDamagedException">The copy is shorter, or holds other bytes than were committed.</exception>
    public static StreamCopy Open(string file, CollectedStream stream)
    {
        var copy = new StreamCopy(file);
        copy.ReadAgain(stream.Length);
        return copy.Length == stream.Length && copy.Sha256 == stream.Sha256
            ? copy
            : throw new State.StateDamagedException($"{file}: the copy of {stream.Path} is not what was collected");
    }

    public static StreamCopy New(string file) => new(file);

    /// <summary>The hash of this copy's first bytes, read anew.</summary>
    public static string HashOfFirst(string file, long length)
    {
        var copy = new StreamCopy(file);
        copy.ReadAgain(length);
        return copy.Sha256;
    }

    /// <summary>Writes bytes behind the committed ones. They are on disk when the target is flushed.</summary>
    public void Append(FileStream target, ReadOnlySpan<byte> bytes)
    {
        target.Write(bytes);
        Take(bytes);
    }

    /// <summary>Opens the file for appending, with what was never committed cut off.</summary>
    public FileStream OpenForAppending()
    {
        var stream = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete);
        stream.SetLength(Length);
        stream.Position = Length;
        return stream;
    }

    /// <summary>The stream with what this copy holds now.</summary>
    public CollectedStream Describe(CollectedStream stream) => stream with { Length = Length, Sha256 = Sha256, Head = Head, Tail = Tail };

    public void Dispose() => _hash.Dispose();

    private void ReadAgain(long length)
    {
        if (length == 0 || !File.Exists(_file))
            return;
        using var stream = new FileStream(
            _file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17, FileOptions.SequentialScan);
        var buffer = new byte[1 << 17];
        while (Length < length && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - Length)) is var read and > 0)
            Take(buffer.AsSpan(0, read));
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        if (_head.Length < Fingerprint.MostBytes)
            _head = [.. _head, .. bytes[..Math.Min(bytes.Length, Fingerprint.MostBytes - _head.Length)]];
        _tail = bytes.Length >= TailBytes ? bytes[^TailBytes..].ToArray()
            : [.. _tail.AsSpan(Math.Max(0, _tail.Length + bytes.Length - TailBytes)), .. bytes];
        Length += bytes.Length;
    }
}
