// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>
/// Makes command texts: <c>«a¦b¦»</c> is one of its parts (they nest), <c>%name%</c> a value. Marks are none that shells use.
/// Values every text may use: <c>%word%</c>, <c>%n%</c> (a small number), <c>%big%</c>.
/// </summary>
internal static class CommandGrammar
{
    private static readonly string[] Words =
    [
        "parser", "loader", "table", "report", "index", "cache", "client", "worker", "model", "metrics", "session", "router", "queue",
            "schema", "fixture",
        "batch", "token", "layout", "vector", "ledger", "policy", "reward", "export", "filter", "merge", "render", "replay", "shard",
        "trainer", "utils",
    ];

    public static string Expand(string grammar, SeededRandom random, params IReadOnlyList<(string Name, string Value)> values)
    {
        var text = new StringBuilder();
        Expand(grammar, random, text);
        foreach (var (name, value) in values)
            text.Replace($"%{name}%", value);
        Fill(text, "%word%", () => random.Pick(Words));
        Fill(text, "%n%", () => random.Between(1, 9).ToString(CultureInfo.InvariantCulture));
        Fill(text, "%big%", () => random.Between(100, 90_000).ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static void Expand(ReadOnlySpan<char> grammar, SeededRandom random, StringBuilder text)
    {
        for (var open = grammar.IndexOf('«'); open >= 0; open = grammar.IndexOf('«'))
        {
            text.Append(grammar[..open]);
            var (choices, end) = Choices(grammar, open);
            var (from, to) = choices[random.Between(0, choices.Count)];
            Expand(grammar[from..to], random, text);
            grammar = grammar[(end + 1)..];
        }

        text.Append(grammar);
    }

    private static (List<(int From, int To)> Choices, int End) Choices(ReadOnlySpan<char> grammar, int open)
    {
        var choices = new List<(int, int)>();
        var (depth, from) = (0, open + 1);
        for (var i = open; i < grammar.Length; i++)
        {
            depth += grammar[i] switch { '«' => 1, '»' => -1, _ => 0 };
            if (depth == 0 || (depth == 1 && grammar[i] == '¦'))
            {
                choices.Add((from, i));
                from = i + 1;
            }

            if (depth == 0)
                return (choices, i);
        }

        throw new ArgumentException($"'{grammar}' lacks a ».", nameof(grammar));
    }

    private static void Fill(StringBuilder text, string mark, Func<string> draw)
    {
        for (var at = IndexOf(text, mark); at >= 0; at = IndexOf(text, mark))
            text.Remove(at, mark.Length).Insert(at, draw());
    }

    private static int IndexOf(StringBuilder text, string mark) => text.ToString().IndexOf(mark, StringComparison.Ordinal);
}
