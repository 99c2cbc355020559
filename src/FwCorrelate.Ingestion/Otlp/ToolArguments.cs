// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// What a tool was called with, whole: a record has at most <see cref="JsonValues.LongestValue"/> bytes, longer ones are rejected and
/// counted.
/// </summary>
/// <param name="Command">What was run: a member of the arguments, else the arguments as they are.</param>
/// <param name="All">The arguments, where they are more than the command.</param>
internal sealed record ToolArguments(string Command, string? All)
{
    private const int DeepestWrapper = 4;
    private static readonly string[] CommandMembers =
        ["full_command", "command", "cmd", "code", "input", "script", "bash_command", "command_line", "commands", "keystrokes"];
    private static readonly string[] Wrappers =
        ["inputs", "input", "arguments", "args", "kwargs", "parameters", "params", "tool_input", "tool_args"];

    public static ToolArguments From(string text)
    {
        var (command, isAll) = Find(text, 0);
        return command is null ? new ToolArguments(text, null) : new ToolArguments(command, isAll ? null : text);
    }

    private static (string? Command, bool IsAll) Find(string text, int depth)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '"', ..])
            return default;
        try
        {
            using var document = LenientJson.Parse(text);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.String ? Find(root.GetString()!, depth + 1) : Find(root, depth);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static (string? Command, bool IsAll) Find(JsonElement arguments, int depth)
    {
        if (arguments.ValueKind == JsonValueKind.String && depth <= DeepestWrapper)
            return Find(arguments.GetString()!, depth);
        if (arguments.ValueKind != JsonValueKind.Object || depth > DeepestWrapper)
            return default;
        var isAlone = arguments.GetPropertyCount() == 1;
        foreach (var member in CommandMembers)
        {
            if (arguments.TryGetProperty(member, out var value) && TextOf(value) is { } command)
                return (Inner(command, depth) ?? command, isAlone);
        }

        foreach (var wrapper in Wrappers)
        {
            if (arguments.TryGetProperty(wrapper, out var value) && Find(value, depth + 1) is { Command: { } command } found)
                return (command, isAlone && found.IsAll);
        }

        return default;
    }

    // {"input": "{\"command\": …}"}: arguments that were made a text before they were wrapped.
    private static string? Inner(string command, int depth) => depth < DeepestWrapper ? Find(command, depth + 1).Command : null;

    // An argument vector (["bash", "-lc", "…"]) is shown as it would be typed, without quoting.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join(' ', value.EnumerateArray().Select(v => v.GetString())),
        _ => null,
    };
}
