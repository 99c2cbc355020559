// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// All fields of one document by name, and those of the vendor's own record where the document keeps it: what rules and results ask
/// for beyond the record.
/// </summary>
internal sealed class EcsDocumentFields
{
    private readonly EcsMappings _mappings;
    private readonly byte[] _record;
    private readonly List<KeyValuePair<string, string>> _all = [];
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly byte[] _original;
    private readonly IRecordLayout? _layout;

    public EcsDocumentFields(ReadOnlySpan<byte> record, EcsFormat format)
    {
        _mappings = format.Mappings;
        _record = record.ToArray();
        try
        {
            using var document = LenientJson.ParseLimited(_record);
            Add("", EcsIdentity.SourceOf(document.RootElement));
        }
        catch (JsonException)
        {
            _all.Clear();
        }

        foreach (var (name, value) in _all)
            _first.TryAdd(name, value);
        _original = _first.TryGetValue(EcsFields.EventOriginal, out var original) ? Encoding.UTF8.GetBytes(original) : [];
        _layout = format.LayoutOf(_original);
    }

    /// <summary>What a keyword is looked for in: the vendor's record, else all of the document.</summary>
    public IEnumerable<KeyValuePair<string, string>> Vendor => _layout is null ? _all : _layout.Fields(_original);

    public bool IsOf(ReadOnlySpan<byte> record) => record.SequenceEqual(_record);

    /// <summary>A field of the document, a column of the vendor's record, or the field that such a column was mapped to.</summary>
    public bool TryGet(string column, out string value)
    {
        if (_first.TryGetValue(column, out value!))
            return !IsAbsent(value);
        if (_layout is not null && _layout.TryGetField(_original, column, out value))
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

    private void Add(string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Add(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Add(path, item);
                break;
            case JsonValueKind.String:
                _all.Add(new(path, element.GetString()!));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                _all.Add(new(path, element.GetRawText()));
                break;
        }
    }
}
