// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using FwCorrelate.Elastic.Ecs;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>A document on its way to an engine. It always has an id: that is what makes sending it again safe.</summary>
public sealed class BulkDocument
{
    private BulkDocument(string index, string id, long? version, ReadOnlyMemory<byte> document)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (document.Span.ContainsAny((byte)'\n', (byte)'\r'))
            throw new ArgumentException("A document of a bulk request stands on one line.", nameof(document));
        (Index, Id, Version, Document) = (index, id, version, document);
        Action = Line(this);
    }

    /// <summary>Index, alias or data stream.</summary>
    public string Index { get; }

    public string Id { get; }

    /// <summary>External version; null for a document that is created once and never changed.</summary>
    public long? Version { get; }

    /// <summary>One JSON object in UTF-8, on one line, without its end.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The line before the document, with its end.</summary>
    internal ReadOnlyMemory<byte> Action { get; }

    /// <summary>Bytes in the request.</summary>
    internal int Bytes => Action.Length + Document.Length + 1;

    /// <summary>Operation <c>create</c>: a document of this id that is there already stands.</summary>
    public static BulkDocument Create(string index, string id, ReadOnlyMemory<byte> document) => new(index, id, null, document);

    /// <summary>Operation <c>index</c> with an external version: a document of this or a later version stands.</summary>
    public static BulkDocument Revision(string index, string id, long version, ReadOnlyMemory<byte> document) =>
        new(index, id, version, document);

    private static byte[] Line(BulkDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, EcsDocument.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(document.Version is null ? "create"u8 : "index"u8);
            writer.WriteString("_index"u8, document.Index);
            writer.WriteString("_id"u8, document.Id);
            if (document.Version is { } version)
            {
                writer.WriteNumber("version"u8, version);
                writer.WriteString("version_type"u8, "external"u8);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}

/// <summary>A document that the engine will not take, however often it is sent.</summary>
/// <param name="Status">HTTP status of the item.</param>
/// <param name="Type">The engine's name for the reason, such as <c>strict_dynamic_mapping_exception</c>.</param>
/// <param name="Reason">The engine's words; hostile text.</param>
public sealed record BulkRejection(BulkDocument Document, int Status, string Type, string Reason);

/// <summary>Where every document that was added ended. After a flush: added = stored + already there + rejected + set aside.</summary>
public sealed record BulkCounts
{
    public long Added { get; internal set; }

    public long Stored { get; internal set; }

    /// <summary>The id, or this or a later version of it, was there.</summary>
    public long AlreadyThere { get; internal set; }

    public long Rejected { get; internal set; }

    /// <summary>Taken by the failure store of the data stream instead (Elasticsearch): the engine kept it, no search finds it.</summary>
    public long SetAside { get; internal set; }

    /// <summary>Documents sent again, counted each time.</summary>
    public long SentAgain { get; internal set; }

    public long Requests { get; internal set; }
}
