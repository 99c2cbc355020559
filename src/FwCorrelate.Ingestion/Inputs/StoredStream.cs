// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Security.Cryptography;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>The bytes of a file as stored, counted and, where wanted, hashed while they pass.</summary>
/// <param name="limit">Bytes after which it ends, whatever the file has grown to.</param>
internal sealed class StoredStream(Stream inner, long limit, bool isHashed) : ForwardStream
{
    private readonly IncrementalHash? _hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private long _bytesRead;
    private string? _sha256;

    /// <summary>May be read from another thread, for progress.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Bytes that the file has at this moment.</summary>
    public long LengthNow => inner.Length;

    /// <summary>Reads what is left and returns the hash of the whole file, lower-case hex.</summary>
    public string FinishHash()
    {
        if (_sha256 is not null)
            return _sha256;
        if (_hash is null)
            throw new InvalidOperationException("The file was opened without hashing.");
        var rest = ArrayPool<byte>.Shared.Rent(128 * 1024);
        while (Read(rest) > 0)
        {
        }

        ArrayPool<byte>.Shared.Return(rest);
        return _sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, limit - _bytesRead)]);
        _hash?.AppendData(buffer[..read]);
        Interlocked.Add(ref _bytesRead, read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }
}
