// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>
/// Rules over JSON events, parsing included, against a bare pass of <see cref="Utf8JsonReader"/> over the same bytes: the
/// measure that travels between machines.
/// </summary>
/// <param name="folder">With <c>rules/*.yml</c> and <c>events.jsonl</c>.</param>
internal sealed class JsonTable(string folder)
{
    private readonly byte[] _text = File.ReadAllBytes(Path.Combine(folder, "events.jsonl"));
    private readonly List<Range> _lines = [];

    /// <param name="expected">Counts by rule id, as <see cref="Counts"/> writes them; null to check nothing.</param>
    public void Print(int runs, string? expected)
    {
        var start = 0;
        for (int end; (end = _text.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            _lines.Add(start..(start + end));
        var rules = RuleFiles.Read(Path.Combine(folder, "rules"));
        if (expected is not null)
            Console.WriteLine(Counts(rules.Take(3_000)).SequenceEqual(File.ReadLines(expected)) ? "counts as expected" : "COUNTS DIFFER");
        Trial[] trials = [new("bare Utf8JsonReader", _lines.Count, Bare), .. new[] { 300, 3_000, 10_000 }.Where(n => n <= rules.Count).Select(n => Rules(rules, n))];
        Trials.Print($"JSON events, {_text.Length / _lines.Count} bytes each", "time / bare", runs, trials);
    }

    private Trial Rules(IReadOnlyList<Rule> rules, int count)
    {
        var matcher = Compile(rules.Take(count)).CreateMatcher();
        var matches = new List<int>();
        return new Trial($"{count} rules", _lines.Count, () =>
        {
            var (found, unreadable) = (0L, 0L);
            foreach (var line in _lines)
            {
                matches.Clear();
                if (!matcher.TryMatch(_text.AsSpan(line), matches))
                    unreadable++;
                found += matches.Count;
            }

            return string.Create(CultureInfo.InvariantCulture, $"matches={found} unreadable={unreadable}");
        });
    }

    private string Bare()
    {
        long tokens = 0;
        foreach (var line in _lines)
        {
            var reader = new Utf8JsonReader(_text.AsSpan(line));
            while (reader.Read())
                tokens++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"tokens={tokens}");
    }

    private List<string> Counts(IEnumerable<Rule> rules)
    {
        var set = Compile(rules);
        var matcher = set.CreateMatcher();
        var counts = new int[set.Rules.Count];
        var matches = new List<int>();
        foreach (var line in _lines)
        {
            matches.Clear();
            matcher.TryMatch(_text.AsSpan(line), matches);
            foreach (var rule in matches)
                counts[rule]++;
        }

        return [.. set.Rules.Select((r, i) => (r.Id, Count: counts[i])).Where(c => c.Count > 0)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Id} {c.Count}"))];
    }

    private static JsonRuleSet Compile(IEnumerable<Rule> rules)
    {
        var (set, errors) = JsonRuleSet.Compile(rules, SigmaOptions.Default);
        return RuleFiles.Checked(set, errors);
    }
}
