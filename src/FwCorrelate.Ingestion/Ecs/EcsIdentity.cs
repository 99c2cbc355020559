// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What names a record that was read from a document.</summary>
internal static class EcsIdentity
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The hash of <c>event.original</c>, where its text is whole; else the one that the document gives for its original; else of its
    /// canonical JSON, which no file's record has (design, section 9).
    /// </summary>
    public static RecordHash HashOf(ReadOnlySpan<byte> line)
    {
        if (!FirstDocument.TryRead(line, out var row))
            return RecordHash.Of(line);
        if (row.HoldsAllOf(EcsField.EventOriginal, line) && row[EcsField.EventOriginal, line] is { IsEmpty: false } original)
            return RecordHash.Of(original);
        if (RecordHash.TryParse(Encoding.UTF8.GetString(row[EcsField.Sha256, line]), out var told))
            return told;
        try
        {
            return RecordHash.Of(Canonical(line.ToArray()));
        }
        catch (InvalidOperationException)
        {
            // Text in it is none, so it has no canonical form.
            return RecordHash.Of(line);
        }
    }

    /// <summary>Whether the hash of a document is that of the record in its log, so that results agree with those from files.</summary>
    public static bool TellsOriginal(EcsRow row) => row.Has(EcsField.EventOriginal) || row.Has(EcsField.Sha256);

    public static DocumentId? DocumentOf(ReadOnlySpan<byte> line) =>
        FirstDocument.TryRead(line, out var row) && row[EcsField.HitId, line] is { IsEmpty: false } id
            ? new DocumentId(Encoding.UTF8.GetString(row[EcsField.HitIndex, line]), Encoding.UTF8.GetString(id))
            : null;

    /// <summary>The document without the hit around it: members by name in ordinal order, no white space, numbers as they stand.</summary>
    public static byte[] Canonical(ReadOnlyMemory<byte> line)
    {
        var buffer = new ArrayBufferWriter<byte>(line.Length);
        using (var document = LenientJson.ParseLimited(line))
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(SourceOf(document.RootElement), writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The document that a hit wraps, else the object itself.</summary>
    public static JsonElement SourceOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("_source", out var source)
            && source.ValueKind == JsonValueKind.Object ? source : root;

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
