// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>An error as engines tell it: <c>{"error":{"root_cause":[{"type","reason"}],"type","reason","caused_by":{…}}}</c>.</summary>
public sealed record EngineError(string Type, string Reason)
{
    // Causes nest; no engine goes deeper.
    private const int MostCauses = 20;

    /// <summary>Every type that the error names, from the outside in.</summary>
    public IReadOnlyList<string> Types { get; private init; } = [];

    public override string ToString() => Type.Length > 0 && Reason.Length > 0 ? $"{Type}: {Reason}" : Type + Reason;

    /// <summary>Null where the body holds no error.</summary>
    public static EngineError? Of(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error) ? Of(error) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="error">The value of <c>error</c>, or of <c>failures[].reason</c>.</param>
    public static EngineError Of(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            return new EngineError(string.Empty, ServerText.Cut(error.GetString()!));
        var types = new List<string>();
        var innermost = error;
        if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("root_cause", out var roots)
            && roots.ValueKind == JsonValueKind.Array)
            types.AddRange(roots.EnumerateArray().Select(r => Text(r, "type")));
        for (var i = 0; i < MostCauses; i++)
        {
            types.Add(Text(innermost, "type"));
            if (innermost.ValueKind != JsonValueKind.Object || !innermost.TryGetProperty("caused_by", out var cause)
                || cause.ValueKind != JsonValueKind.Object)
                break;
            innermost = cause;
        }

        // A search that failed on its shards says so outside and why inside.
        if (ReferenceReason(error) is { } shard)
            innermost = shard;
        return new EngineError(ServerText.Cut(Text(innermost, "type")), ServerText.Cut(Text(innermost, "reason"))) { Types = types };
    }

    private static JsonElement? ReferenceReason(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object && Text(error, "type") == "search_phase_execution_exception"
        && error.TryGetProperty("root_cause", out var roots) && roots.ValueKind == JsonValueKind.Array && roots.GetArrayLength() > 0
            ? roots[0]
            : null;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;
}

/// <summary>Text from a server, for one line of a message.</summary>
internal static class ServerText
{
    private const int MostCharacters = 300;

    public static string Cut(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostCharacters ? line : string.Concat(line.AsSpan(0, MostCharacters), "…");
    }
}
