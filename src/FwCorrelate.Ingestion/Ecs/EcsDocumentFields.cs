// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// One document, parsed once for all that rules and results ask of it beyond the record: its fields by name, those of the vendor's own
/// record where the document keeps it, its hash and its name in its index. Immutable but for what is put together when first asked for.
/// </summary>
internal sealed class EcsDocumentFields
{
    private readonly EcsMappings _mappings;
    private readonly byte[] _record;
    private readonly List<KeyValuePair<string, string>> _all = [];
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly byte[] _original;
    private readonly Lazy<IRecordLayout?> _layout;

    // Fields by the names that they are written under, which the hash is taken of: first values, in no list of lists or objects.
    private readonly Dictionary<string, string> _plain = new(StringComparer.Ordinal);

    private bool _isAnyTwice;

    // Whether those are what the reader of records sees: no text was repaired, no field stands twice or beside the document that a hit
    // wraps.
    private readonly bool _hasPlainIdentity;

    public EcsDocumentFields(ReadOnlySpan<byte> record, EcsFormat format)
    {
        _mappings = format.Mappings;
        _record = record.ToArray();
        var readable = LenientJson.Readable(_record);
        try
        {
            using var document = LenientJson.ParseLimited(readable);
            var source = EcsIdentity.SourceOf(document.RootElement);
            Add("", source, isPlain: true);
            _hasPlainIdentity = readable.Span == _record && !_isAnyTwice && IsAsWritten(document.RootElement);
            Document = _hasPlainIdentity ? IdOf(document.RootElement) : EcsIdentity.DocumentOf(_record);
        }
        catch (JsonException)
        {
            _all.Clear();
            Document = EcsIdentity.DocumentOf(_record);
        }

        foreach (var (name, value) in _all)
            _first.TryAdd(name, value);
        _original = _first.TryGetValue(EcsFields.EventOriginal, out var original) ? Encoding.UTF8.GetBytes(original) : [];
        _layout = new Lazy<IRecordLayout?>(() => format.LayoutOf(_original), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>See <see cref="EcsIdentity.HashOf"/>.</summary>
    public RecordHash Hash
    {
        get
        {
            if (!_hasPlainIdentity)
                return EcsIdentity.HashOf(_record);
            if (_plain.TryGetValue(EcsFields.EventOriginal, out var original) && original.Length > 0)
                return RecordHash.Of(Encoding.UTF8.GetBytes(original));
            return _plain.TryGetValue(OwnFields.RecordSha256, out var told) && RecordHash.TryParse(told, out var hash) ? hash
                : RecordHash.Of(EcsIdentity.Canonical(_record));
        }
    }

    /// <summary>See <see cref="EcsIdentity.DocumentOf"/>.</summary>
    public DocumentId? Document { get; }

    /// <summary>What a keyword is looked for in: the vendor's record, else all of the document.</summary>
    public IEnumerable<KeyValuePair<string, string>> Vendor => _layout.Value is { } layout ? layout.Fields(_original) : _all;

    public bool IsOf(ReadOnlySpan<byte> record) => record.SequenceEqual(_record);

    /// <summary>A field of the document, a column of the vendor's record, or the field that such a column was mapped to.</summary>
    public bool TryGet(string column, out string value)
    {
        if (_first.TryGetValue(column, out value!))
            return !IsAbsent(value);
        if (_layout.Value is { } layout && layout.TryGetField(_original, column, out value))
            return true;
        foreach (var field in _mappings.FieldsOf(column))
        {
            if (_first.TryGetValue(field, out value!) && !IsAbsent(value))
                return true;
        }

        value = "";
        return false;
    }

    // Elastic's AWS documents keep the vendor's mark of an absent value.
    private static bool IsAbsent(string value) => value is "" or "-";

    private bool IsAsWritten(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return false;
        var isHit = root.TryGetProperty("_source", out var source) && source.ValueKind == JsonValueKind.Object;
        if (isHit && (_plain.ContainsKey("_id") || _plain.ContainsKey("_index")))
            return false;
        return root.EnumerateObject().All(m => m.Name switch
        {
            "_id" or "_index" => m.Value.ValueKind == JsonValueKind.String,
            _ => !isHit || EcsFieldNames.Find(m.Name) == EcsFieldNames.Unknown,
        });
    }

    private static DocumentId? IdOf(JsonElement root) =>
        TextOf(root, "_id") is { Length: > 0 } id ? new DocumentId(TextOf(root, "_index") ?? "", id) : null;

    private static string? TextOf(JsonElement root, string name) => root.TryGetProperty(name, out var member) ? member.GetString() : null;

    private void Add(string path, JsonElement element, bool isPlain)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value,
                        isPlain && !JsonMarshal.GetRawUtf8PropertyName(member).Contains((byte)'\\'));
                }

                break;
            case JsonValueKind.Array:
                if (isPlain)
                    TakePlain(path, element.GetArrayLength() > 0 ? TextOf(element[0]) ?? "" : "");
                foreach (var item in element.EnumerateArray())
                    Add(path, item, isPlain: false);
                break;
            case not JsonValueKind.Null:
                _all.Add(new(path, TextOf(element)!));
                if (isPlain)
                    TakePlain(path, _all[^1].Value);
                break;
        }
    }

    private void TakePlain(string path, string value) => _isAnyTwice |= !_plain.TryAdd(path, value);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
