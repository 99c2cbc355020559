// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Attributes of a span, an event or a resource as text: OTLP's list of typed pairs, or a plain object; nested ones under dotted names.
/// </summary>
internal static class SpanAttributes
{
    /// <summary>Longest value of an id or a name, in UTF-16 units: a longer one is neither.</summary>
    public const int LongestId = 4096;

    private const int DeepestName = 8;

    /// <summary>The attributes that <paramref name="wanted"/> accepts; the last of equal names counts.</summary>
    /// <param name="problems">Told of values that are of no known shape: those attributes are left out. Null where any shape may be passed
    /// over.</param>
    public static Dictionary<string, string> Read(JsonElement owner, IWantedAttributes wanted, Action<string>? problems)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("attributes", out var list))
            return attributes;
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in list.EnumerateArray())
            {
                if (pair.ValueKind == JsonValueKind.Object && pair.TryGetProperty("key", out var key)
                    && key.ValueKind == JsonValueKind.String
                    && pair.TryGetProperty("value", out var value))
                    Take(key.GetString()!, value, isTyped: true, 0);
            }
        }
        else if (list.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in list.EnumerateObject())
                Take(member.Name, member.Value, isTyped: false, 0);
        }

        return attributes;

        void Take(string name, JsonElement value, bool isTyped, int depth)
        {
            if (wanted.Wants(name))
                Set(name, value, isTyped);
            else if (depth < DeepestName && value.ValueKind == JsonValueKind.Object && wanted.WantsBelow(name))
            {
                foreach (var (inner, innerValue) in AnyValues.Members(value))
                    Take($"{name}.{inner}", innerValue, isTyped, depth + 1);
            }
        }

        void Set(string name, JsonElement value, bool isTyped)
        {
            var text = isTyped ? AnyValues.TextOf(value) : AnyValues.TextOfPlain(value);
            if (text is null || (wanted.IsShort(name) && (text.Length > LongestId || text.StartsWith('{'))))
                problems?.Invoke($"{name} is '{Excerpt.Of(value.GetRawText())}', expected "
                    + $"{(wanted.IsShort(name) ? "a short text" : "an OTLP value")}: it is left out");
            else if (text.Length > 0)
                attributes[name] = text;
        }
    }
}

/// <summary>Which attributes are worth reading.</summary>
internal interface IWantedAttributes
{
    bool Wants(string name);

    /// <summary>Whether a wanted name starts with this one and a dot: it may hold nested attributes.</summary>
    bool WantsBelow(string name);

    /// <summary>Whether it is an id or a name, which is never an object.</summary>
    bool IsShort(string name);
}

/// <summary>Names that are known beforehand.</summary>
/// <param name="areShort">See <see cref="IWantedAttributes.IsShort"/>; for all of them.</param>
/// <param name="withMembers">Whether <c>name.member</c> is wanted too.</param>
internal sealed class WantedNames(IEnumerable<string> names, bool areShort, bool withMembers) : IWantedAttributes
{
    private readonly HashSet<string> _names = [.. names];
    private readonly HashSet<string> _prefixes = [.. names.SelectMany(PrefixesOf)];

    public bool Wants(string name) => _names.Contains(name) || (withMembers && PrefixesOf(name).Any(_names.Contains));

    public bool WantsBelow(string name) => _prefixes.Contains(name);

    public bool IsShort(string name) => areShort;

    private static IEnumerable<string> PrefixesOf(string name)
    {
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = name.IndexOf('.', dot + 1))
            yield return name[..dot];
    }
}
