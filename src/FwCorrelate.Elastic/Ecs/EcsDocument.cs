// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// A JSON document that is addressed by dotted Elastic Common Schema names and written nested, properties in the order in
/// which they were first set. Absent values (null, empty text, empty lists) are not written.
/// </summary>
public sealed class EcsDocument
{
    /// <summary>
    /// Relaxed escaping: quotes in commands stay readable and searchable. That is safe because these documents are never placed inside
    /// HTML; control characters and unpaired surrogates are still escaped or replaced, so that no text makes invalid JSON.
    /// </summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Property> _properties = [];

    /// <summary>Version of the schema that the field names are taken from.</summary>
    public const string EcsVersion = "9.4.0";

    public EcsDocument Set(string field, string? value) =>
        string.IsNullOrEmpty(value) ? this : Put(field, new Property { Kind = Kind.Text, Value = value });

    public EcsDocument Set(string field, long? value) =>
        value is not { } number ? this : Put(field, new Property { Kind = Kind.Number, Number = number });

    /// <summary>Written with the scale that the number has: 1.0000 stays 1.0000.</summary>
    public EcsDocument Set(string field, decimal? value) =>
        value is not { } number ? this : Put(field, new Property { Kind = Kind.BoxedDecimal, Value = number });

    public EcsDocument Set(string field, bool value) => Put(field, new Property { Kind = Kind.Flag, Number = value ? 1 : 0 });

    public EcsDocument Set(string field, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? this : Put(field, new Property { Kind = Kind.Texts, Value = values });
    }

    public EcsDocument Set(string field, IReadOnlyList<EcsDocument> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? this : Put(field, new Property { Kind = Kind.Documents, Value = values });
    }

    /// <summary>Sets a field unless it is set, or lies above or below a field that is; tells whether it was set.</summary>
    public bool TrySet(string field, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(value);
        return TryPut(field, new Property { Kind = KindOf(value), Value = value });
    }

    /// <summary>Whether the field, or one below it, has a value.</summary>
    public bool Has(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        var document = this;
        var names = FieldPath.Of(field);
        for (var i = 0; i < names.Length; i++)
        {
            var at = document.IndexOf(names[i]);
            if (at < 0)
                return false;
            if (i == names.Length - 1)
                return true;
            if (document._properties[at].Value is not EcsDocument inner)
                return false;
            document = inner;
        }

        return false;
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach (ref readonly var property in CollectionsMarshal.AsSpan(_properties))
        {
            writer.WritePropertyName(property.Name!.Encoded);
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The document on one line.</summary>
    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private EcsDocument Put(string field, Property property) =>
        TryPut(field, property) ? this
            : throw new InvalidOperationException($"The field {field} is set twice, or lies within a field that has a value.");

    private bool TryPut(string field, Property property)
    {
        var names = FieldPath.Of(field);
        var parent = Descend(names.AsSpan(0, names.Length - 1));
        if (parent is null || parent.IndexOf(names[^1]) >= 0)
            return false;
        property.Name = names[^1];
        parent._properties.Add(property);
        return true;
    }

    private EcsDocument? Descend(ReadOnlySpan<FieldName> steps)
    {
        var document = this;
        foreach (var step in steps)
        {
            var at = document.IndexOf(step);
            if (at < 0)
            {
                var inner = new EcsDocument();
                document._properties.Add(new Property { Name = step, Kind = Kind.Document, Value = inner });
                document = inner;
            }
            else if (document._properties[at].Value is EcsDocument inner)
            {
                document = inner;
            }
            else
            {
                return null;
            }
        }

        return document;
    }

    private int IndexOf(FieldName name)
    {
        var properties = CollectionsMarshal.AsSpan(_properties);
        for (var i = 0; i < properties.Length; i++)
        {
            if (ReferenceEquals(properties[i].Name, name))
                return i;
        }

        return -1;
    }

    private static Kind KindOf(object value) => value switch
    {
        string => Kind.Text,
        long => Kind.BoxedNumber,
        decimal => Kind.BoxedDecimal,
        IReadOnlyList<string> => Kind.Texts,
        _ => throw new InvalidOperationException($"A field cannot hold a {value.GetType().Name}."),
    };

    private enum Kind : byte
    {
        Text,
        Number,
        BoxedNumber,
        BoxedDecimal,
        Flag,
        Document,
        Texts,
        Documents,
    }

    /// <summary>A field with its value; numbers are not boxed.</summary>
    private struct Property
    {
        public FieldName? Name;
        public object? Value;
        public long Number;
        public Kind Kind;

        public readonly void WriteTo(Utf8JsonWriter writer)
        {
            switch (Kind)
            {
                case Kind.Text: writer.WriteStringValue((string)Value!); break;
                case Kind.Number: writer.WriteNumberValue(Number); break;
                case Kind.BoxedNumber: writer.WriteNumberValue((long)Value!); break;
                case Kind.BoxedDecimal: writer.WriteNumberValue((decimal)Value!); break;
                case Kind.Flag: writer.WriteBooleanValue(Number != 0); break;
                case Kind.Document: ((EcsDocument)Value!).WriteTo(writer); break;
                case Kind.Texts: WriteTexts(writer, (IReadOnlyList<string>)Value!); break;
                default: WriteDocuments(writer, (IReadOnlyList<EcsDocument>)Value!); break;
            }
        }

        private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
        {
            writer.WriteStartArray();
            for (var i = 0; i < texts.Count; i++)
                writer.WriteStringValue(texts[i]);
            writer.WriteEndArray();
        }

        private static void WriteDocuments(Utf8JsonWriter writer, IReadOnlyList<EcsDocument> documents)
        {
            writer.WriteStartArray();
            for (var i = 0; i < documents.Count; i++)
                documents[i].WriteTo(writer);
            writer.WriteEndArray();
        }
    }
}
