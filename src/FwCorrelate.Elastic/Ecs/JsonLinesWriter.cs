// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>Writes documents as JSON Lines: UTF-8 without a mark, one document a line, each line ended by LF.</summary>
public sealed class JsonLinesWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _writer;

    /// <param name="stream">Stays open: it is the caller's.</param>
    public JsonLinesWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _writer = new Utf8JsonWriter(stream, EcsDocument.WriterOptions);
    }

    public void Write(EcsDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        document.WriteTo(_writer);
        _writer.Flush();
        _writer.Reset();
        _stream.WriteByte((byte)'\n');
    }

    public void Dispose() => _writer.Dispose();
}
