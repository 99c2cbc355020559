// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Queries;

/// <summary>How indices map the fields that queries are about: a query is only as good as the mapping that it meets.</summary>
public sealed class MappedFields
{
    private static readonly string[] Addresses = ["ip"];
    private static readonly string[] Keywords = ["keyword", "constant_keyword", "wildcard"];
    private static readonly string[] Numbers = ["long", "integer", "short", "byte", "unsigned_long"];
    private static readonly string[] Times = ["date", "date_nanos"];
    private const string Unmapped = "unmapped";
    private readonly IReadOnlyDictionary<string, IReadOnlyCollection<string>> _types;
    private readonly bool _hidesFields;

    /// <param name="types">Types of each field in the indices, <c>unmapped</c> for those without it.</param>
    /// <param name="hidesFields">Whether an index may hold fields that it does not map.</param>
    public MappedFields(IReadOnlyDictionary<string, IReadOnlyCollection<string>> types, bool hidesFields) =>
        (_types, _hidesFields) = (types, hidesFields);

    public bool IsAddress(string field) => Is(field, Addresses);

    public bool IsKeyword(string field) => Is(field, Keywords);

    public bool IsNumber(string field) => Is(field, Numbers);

    public bool IsTime(string field) => Is(field, Times);

    /// <summary>Whether asking for the field's presence is answered rightly, whatever its type.</summary>
    public bool TellsPresence(string field) => !_hidesFields || (_types.TryGetValue(field, out var types) && !types.Contains(Unmapped));

    /// <summary>Asks the engine.</summary>
    /// <param name="indices">As in a URL, escaped.</param>
    /// <exception cref="EngineException">It fails.</exception>
    public static async Task<MappedFields> AskAsync(
        ISearchEngine engine, string indices, IEnumerable<string> fields, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(fields);
        var path = $"{indices}/_field_caps?include_unmapped=true&fields={string.Join(',', fields.Select(Uri.EscapeDataString))}";
        var caps = (await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellationToken).ConfigureAwait(false))
            .Required("read the mapping").Json;
        var types = caps.GetProperty("fields").EnumerateObject()
            .ToDictionary(
                f => f.Name, f => (IReadOnlyCollection<string>)[.. f.Value.EnumerateObject().Select(t => t.Name)], StringComparer.Ordinal);
        path = $"{indices}/_mapping?filter_path=**.dynamic,**.enabled";
        var settings = (await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellationToken).ConfigureAwait(false))
            .Required("read the mapping").Json;
        return new MappedFields(types, Hides(settings));
    }

    // An index may hold texts that it neither maps nor refuses.
    private static bool Hides(JsonElement element) => element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any(m =>
        (m.Name is "dynamic" or "enabled" && m.Value.ToString() is "false" or "False" or "runtime") || Hides(m.Value));

    private bool Is(string field, string[] wanted) =>
        _types.TryGetValue(field, out var types) && types.All(t => wanted.Contains(t) || (t == Unmapped && !_hidesFields))
            && types.Any(t => t != Unmapped);
}
