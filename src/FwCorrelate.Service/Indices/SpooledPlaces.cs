// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Indices;

/// <summary>Which document each line of a spooled index is: the two names that <see cref="IndexSpool"/> writes first.</summary>
/// <param name="path">The temporary file.</param>
internal sealed class SpooledPlaces(string path) : IDisposable
{
    // An id has at most 512 bytes, an index 255; escaped, six times as many.
    private const int MostBytes = 8 * 1024;

    private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    private readonly byte[] _start = new byte[MostBytes];

    /// <param name="offset">Of the line's first byte.</param>
    /// <returns>Null where no document starts there.</returns>
    public DocumentId? At(long offset)
    {
        _stream.Position = offset;
        var reader = new Utf8JsonReader(
            _start.AsSpan(0, _stream.ReadAtLeast(_start, MostBytes, throwOnEndOfStream: false)), isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && Text(ref reader, "_index"u8) is { } index
                && Text(ref reader, "_id"u8) is { } id
                ? new DocumentId(index, id)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read()
            && reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : null;
}
