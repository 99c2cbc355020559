// SPDX-License-Identifier: Apache-2.0
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

    private readonly List<KeyValuePair<string, object>> _properties = [];

    /// <summary>Version of the schema that the field names are taken from.</summary>
    public const string EcsVersion = "9.4.0";

    public EcsDocument Set(string field, string? value) => string.IsNullOrEmpty(value) ? this : Put(field, value);

    public EcsDocument Set(string field, long? value) => value is null ? this : Put(field, value.Value);

    /// <summary>Written with the scale that the number has: 1.0000 stays 1.0000.</summary>
    public EcsDocument Set(string field, decimal? value) => value is null ? this : Put(field, value.Value);

    public EcsDocument Set(string field, bool value) => Put(field, value);

    public EcsDocument Set(string field, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? this : Put(field, values);
    }

    public EcsDocument Set(string field, IReadOnlyList<EcsDocument> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? this : Put(field, values);
    }

    /// <summary>Sets a field unless it is set, or lies above or below a field that is; tells whether it was set.</summary>
    public bool TrySet(string field, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(value);
        var parent = Descend(field, out var name);
        if (parent is null || parent.IndexOf(name) >= 0)
            return false;
        parent._properties.Add(new(name, value));
        return true;
    }

    /// <summary>Whether the field, or one below it, has a value.</summary>
    public bool Has(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        var document = this;
        var names = field.Split('.');
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
        foreach (var (name, value) in _properties)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
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

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.WriteStringValue(text); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case EcsDocument inner: inner.WriteTo(writer); break;
            case IReadOnlyList<string> texts: WriteArray(writer, texts); break;
            case IReadOnlyList<EcsDocument> documents: WriteArray(writer, documents); break;
            default: throw new InvalidOperationException($"A field cannot hold a {value.GetType().Name}.");
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, IReadOnlyList<object> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
            WriteValue(writer, value);
        writer.WriteEndArray();
    }

    private EcsDocument Put(string field, object value) =>
        TrySet(field, value) ? this : throw new InvalidOperationException($"The field {field} is set twice, or lies within a field that has a value.");

    private EcsDocument? Descend(string field, out string name)
    {
        var document = this;
        var names = field.Split('.');
        name = names[^1];
        foreach (var step in names.AsSpan(0, names.Length - 1))
        {
            var at = document.IndexOf(step);
            if (at < 0)
            {
                var inner = new EcsDocument();
                document._properties.Add(new(step, inner));
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

    private int IndexOf(string name)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (string.Equals(_properties[i].Key, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
