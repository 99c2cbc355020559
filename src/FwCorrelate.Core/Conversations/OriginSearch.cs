// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Incidents;
using FwCorrelate.Network;

namespace FwCorrelate.Conversations;

/// <summary>
/// Finds who brought a destination into a conversation. The first mention decides, in the order in which the model read and wrote; what was
/// asked for in other words is left open, and so is everything where messages are missing.
/// </summary>
public static partial class OriginSearch
{
    private const int Around = 120;
    private const int LongestQuote = 400;

    /// <summary>Words that turn a mention into a ban, looked for in the sentence before it.</summary>
    private static readonly string[] Bans =
        ["do not", "don't", "never", "must not", "avoid", "forbidden", "not allowed", "instead of", "no longer", "blocked"];

    /// <param name="messages">In order, up to and with the one that asks for the call.</param>
    /// <param name="terms">How the destination may be written: addresses, domains.</param>
    /// <param name="deeds">Words for what was done.</param>
    /// <param name="lacks">Why messages may be missing; null where the conversation is whole.</param>
    public static DestinationOrigin Find(
        IReadOnlyList<MessageText> messages, IReadOnlyList<string> terms, IReadOnlyList<string> deeds, string? lacks)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(terms);
        var before = messages.LastOrDefault(m => m.Role == MessageRole.Model && m.Spoken.Length > 0) is { } said
            ? new MessageQuote(said.Role, Cut(said.Spoken, LongestQuote), said.Origin) : null;
        if (messages.Count == 0)
            return new DestinationOrigin("unknown") { Reason = lacks ?? "the trace holds no messages" };
        if (terms.Count == 0)
            return new DestinationOrigin(
                "unknown")
            { Reason = "nothing is known by which the destination could be mentioned", Before = before };
        foreach (var message in messages)
        {
            foreach (var term in terms)
            {
                if (At(message.Text, term) is var at and >= 0)
                    return Judge(messages, message, at, term, terms, deeds, lacks) with { Before = before };
            }
        }

        return NotSeen(messages, null, terms, deeds, lacks) with { Before = before };
    }

    private static DestinationOrigin Judge(
        IReadOnlyList<MessageText> messages, MessageText message, int at, string term, IReadOnlyList<string> terms,
        IReadOnlyList<string> deeds, string? lacks)
    {
        var quote = new MessageQuote(message.Role, Excerpt(message.Text, at, term.Length), message.Origin);
        switch (message.Role)
        {
            case MessageRole.Task or MessageRole.System when IsBanned(message.Text, at):
                return new DestinationOrigin("unknown") { Reason = $"the task names {term}, and seems to forbid it", First = quote };
            case MessageRole.Task or MessageRole.System:
                return new DestinationOrigin(
                    "by_task")
                {
                    Reason = $"the {(message.Role == MessageRole.Task ? "task" : "system prompt")} names {term}",
                    First = quote
                };

            // An earlier message that is lost may have been the task's.
            case MessageRole.ToolResult:
                return lacks is null
                    ? new DestinationOrigin(
                        "by_tool_result")
                    { Reason = $"a tool result names {term} before the model does", First = quote }
                    : new DestinationOrigin("unknown") { Reason = $"a tool result names {term}, but {lacks}", First = quote };
            default:
                return NotSeen(messages, quote, terms, deeds, lacks);
        }
    }

    private static DestinationOrigin NotSeen(
        IReadOnlyList<MessageText> messages, MessageQuote? first, IReadOnlyList<string> terms, IReadOnlyList<string> deeds, string? lacks)
    {
        if (lacks is not null)
            return new DestinationOrigin(
                "unknown")
            { Reason = $"no message that is there names the destination, but {lacks}", First = first };
        foreach (var message in messages.Where(m => m.Role is not MessageRole.Model))
        {
            foreach (var word in deeds)
            {
                if (At(message.Text, word) is var at and >= 0)
                    return new DestinationOrigin("unknown")
                    {
                        Reason = $"nobody names the destination, but {Who(message.Role)} speaks of '{word}': whether it was asked for in "
                            + "other words must be read",
                        First = new MessageQuote(message.Role, Excerpt(message.Text, at, word.Length), message.Origin),
                    };
            }
        }

        // A destination that is known by its address may have been asked for by a name.
        if (terms.All(t => HostAddress.TryParse(t, out _)))
        {
            foreach (var message in messages.Where(m => m.Role is MessageRole.Task or MessageRole.System))
            {
                if (Names().Match(message.Text) is { Success: true } name)
                    return new DestinationOrigin("unknown")
                    {
                        Reason = $"nobody names the address, but {Who(message.Role)} names {name.Groups[1].Value}: nothing tells whether "
                            + "that is the destination",
                        First = new MessageQuote(message.Role, Excerpt(message.Text, name.Index, name.Length), message.Origin),
                    };
            }
        }

        return new DestinationOrigin(
            "not_seen")
        {
            Reason = "no message before the call names the destination or speaks of the deed but the model's own",
            First = first
        };
    }

    private static string Who(MessageRole role) =>
        role == MessageRole.ToolResult ? "a tool result" : role == MessageRole.System ? "the system prompt" : "the task";

    private static bool IsBanned(string text, int at)
    {
        var start = text.LastIndexOfAny(['.', '\n', '!', '?'], Math.Max(0, at - 1));
        var sentence = text[Math.Max(start + 1, Math.Max(0, at - 200))..at];
        return Bans.Any(b => sentence.Contains(b, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where a term stands as a whole: not within a longer name, number or address.</summary>
    private static int At(string text, string term)
    {
        for (var at = text.IndexOf(term, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(
            term, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + term.Length;
            var isBegin = at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || (text[at - 1] is '.' or '-' && char.IsDigit(term[0])));
            var isEnd = end >= text.Length || !(char.IsLetterOrDigit(
                text[end]) || text[end] == '-' || (text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));
            if (isBegin && isEnd)
                return at;
        }

        return -1;
    }

    private static string Excerpt(string text, int at, int length)
    {
        var from = Math.Max(0, at - Around);
        var to = Math.Min(text.Length, at + length + Around);
        return $"{(from > 0 ? "…" : "")}{Whole(text, from, to)}{(to < text.Length ? "…" : "")}";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : Whole(text, 0, length) + "…";

    private static string Whole(string text, int from, int to)
    {
        if (from > 0 && char.IsLowSurrogate(text[from]))
            from++;
        if (to < text.Length && to > from && char.IsHighSurrogate(text[to - 1]))
            to--;
        return text[from..to];
    }

    /// <summary>Hosts of URLs and logins, and names below common top-level domains: <c>setup.py</c> is none.</summary>
    [GeneratedRegex(@"(?:://|@|\b)((?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|dev|cn|app|co|xyz|me|info|cloud|internal|local|edu|gov|de|uk|ru|jp|eu))\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
