// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Files;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// The file of rejected documents: JSON lines <c>{"index","id","version","status","type","reason","document"}</c>, which can be sent again
/// once the reason is gone. It is made when the first is rejected.
/// </summary>
public sealed class RejectedDocuments(string path) : IDisposable
{
    private FileStream? _stream;
    private Utf8JsonWriter? _writer;

    public string Path => path;

    /// <summary>The first one; null while there is none.</summary>
    public BulkRejection? First { get; private set; }

    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public void Add(BulkRejection rejection)
    {
        ArgumentNullException.ThrowIfNull(rejection);
        First ??= rejection;
        _stream ??= new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _writer ??= new Utf8JsonWriter(_stream, EcsDocument.WriterOptions);
        var document = rejection.Document;
        _writer.WriteStartObject();
        _writer.WriteString("index"u8, document.Index);
        _writer.WriteString("id"u8, document.Id);
        if (document.Version is { } version)
            _writer.WriteNumber("version"u8, version);
        _writer.WriteNumber("status"u8, rejection.Status);
        _writer.WriteString("type"u8, rejection.Type);
        _writer.WriteString("reason"u8, rejection.Reason);
        _writer.WritePropertyName("document"u8);
        _writer.WriteRawValue(document.Document.Span);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>The documents of such a file, to be sent again.</summary>
    /// <exception cref="ConfigurationException">A line is none of such a file.</exception>
    public static IEnumerable<BulkDocument> Read(string path)
    {
        var number = 0;
        foreach (var line in RegularFile.ReadLines(path))
        {
            number++;
            yield return Parse(line)
                ?? throw new ConfigurationException(
                    $"{path}:{number} is no rejected document: expected a line with index, id and document, as elastic push writes them");
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _stream?.Dispose();
    }

    private static BulkDocument? Parse(string line)
    {
        try
        {
            var entry = JsonElement.Parse(line);
            if (entry.ValueKind != JsonValueKind.Object || entry.GetProperty("document").ValueKind != JsonValueKind.Object)
                return null;
            var document = Encoding.UTF8.GetBytes(entry.GetProperty("document").GetRawText());
            var (index, id) = (entry.GetProperty("index").GetString()!, entry.GetProperty("id").GetString()!);
            return entry.TryGetProperty("version", out var version)
                ? BulkDocument.Revision(index, id, version.GetInt64(), document)
                : BulkDocument.Create(index, id, document);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
