// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>What a tool was called with.</summary>
/// <param name="Command">What was run: a member of the arguments, else the arguments as they are.</param>
/// <param name="All">The arguments, where they are more than the command.</param>
internal sealed record ToolArguments(string Command, string? All)
{
    /// <summary>Longest text kept, in UTF-16 units; a longer one is cut.</summary>
    public const int LongestText = 64 * 1024;

    private static readonly string[] CommandMembers = ["command", "cmd", "code", "input"];

    public static ToolArguments From(string text)
    {
        var (command, isAll) = Find(text);
        return command is null ? new ToolArguments(Cut(text), null) : new ToolArguments(Cut(command), isAll ? null : Cut(text));
    }

    private static (string? Command, bool IsAll) Find(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return default;
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var member in CommandMembers)
            {
                if (document.RootElement.TryGetProperty(member, out var value) && TextOf(value) is { } command)
                    return (command, document.RootElement.GetPropertyCount() == 1);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }

        return default;
    }

    // An argument vector (["bash", "-lc", "…"]) is shown as it would be typed, without quoting.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join(' ', value.EnumerateArray().Select(v => v.GetString())),
        _ => null,
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
