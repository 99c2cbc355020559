// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Examples;

/// <summary>Events to explain: one or a list, as YAML, JSON or JSON lines.</summary>
public static class EventFile
{
    /// <summary>UTF-8 bytes of a file.</summary>
    public const int MaxBytes = YamlReader.MaxBytes;

    private const int MaxEvents = 1_000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads UTF-8 text; what is wrong is reported with its place, and costs that event alone where it can.</summary>
    public static (IReadOnlyList<ExampleEvent> Events, IReadOnlyList<RuleError> Errors) Read(string file, ReadOnlySpan<byte> utf8)
    {
        var errors = new RuleErrors(file);
        if (TextOf(utf8, "event files", errors) is not { } text)
            return ([], errors.All);
        var documents = JsonNodes.TryRead(text, errors) ?? errors.Documents(text);
        var nodes = documents.SelectMany(d => d is YamlSequence list ? list.Items : [d]).ToList();
        if (nodes.Count > MaxEvents)
            errors.Add(nodes[MaxEvents].Position, $"The file holds {nodes.Count} events; {MaxEvents} are allowed.",
                "Give the ones in question.");
        else if (nodes.Count == 0 && errors.Count == 0)
            errors.Add(Position.Start, "The file holds no event.",
                "Write one as a map of fields, such as {src_ip: 10.0.0.5, dst_port: 22}.");
        return ([.. nodes.Take(MaxEvents).Select(n => EventReader.Read(n, errors)).OfType<ExampleEvent>()], errors.All);
    }

    /// <summary>The text of a file; null where it is too long or no text, which is reported.</summary>
    internal static string? TextOf(ReadOnlySpan<byte> utf8, string what, RuleErrors errors)
    {
        if (utf8.Length > MaxBytes)
        {
            errors.Add(Position.Start, $"The file has more than {MaxBytes} bytes, which is what {what} may have.", "Split it.");
            return null;
        }

        try
        {
            var text = StrictUtf8.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
            if (!text.Contains('\0', StringComparison.Ordinal))
                return text;
        }
        catch (DecoderFallbackException)
        {
            // Reported below: no text either.
        }

        errors.Add(Position.Start, "The file is not UTF-8 text.", "Save it as UTF-8.");
        return null;
    }
}
