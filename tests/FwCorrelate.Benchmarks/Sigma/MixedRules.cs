// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>
/// Rules over flows with their tool call, the same in every run: 45 % a text of the command, 20 % end of the image and a text of
/// the command, 10 % end of the domain, 15 % ports and action and not a network, 6 % tool, port and bytes, 4 % a network; a
/// third with a filter.
/// </summary>
internal sealed class MixedRules
{
    private readonly Random _random = new(42);
    private readonly string[] _words;

    public MixedRules() => _words = [.. Enumerable.Range(0, 20_000).Select(_ => NewWord())];

    public string Word() => _words[_random.Next(_words.Length)];

    public int Number(int from, int to) => _random.Next(from, to);

    public IReadOnlyList<Rule> Make(int count) => [.. Enumerable.Range(0, count).SelectMany(i => RuleFiles.Parse("mix.yml", Encoding.UTF8.GetBytes(Text(i))))];

    private string NewWord() => string.Concat(Enumerable.Range(0, _random.Next(4, 10)).Select(_ => (char)('a' + _random.Next(26))));

    private string Text(int number)
    {
        var condition = "s";
        var detection = _random.NextDouble() switch
        {
            < 0.45 => $"tool.command|contains: '{(_random.Next(10) == 0 ? Word() : $"{Word()} {Word()}")}'",
            < 0.65 => $"process.executable|endswith: '/{Word()}', tool.command|contains: '{Word()}'",
            < 0.75 => $"destination.domain|endswith: '.{Word()}.com'",
            < 0.90 => $"dst_port: [{Port()}, {Port()}], action: allow",
            < 0.96 => $"tool.name: {Word()}, dst_port: {Port()}, bytes|gt: {Number(1_000, 100_000)}",
            _ => $"dst_ip|cidr: {Number(11, 200)}.{Number(0, 256)}.0.0/16",
        };
        var filter = "action: deny";
        if (detection.StartsWith("dst_port", StringComparison.Ordinal))
            (condition, filter) = ("s and not f", $"dst_ip|cidr: {Number(11, 200)}.0.0.0/8");
        else if (_random.Next(3) == 0)
            condition = "s and not f";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            title: mix {{number}}
            id: {{number:00000}}
            logsource: {product: fwcorrelate, service: flow}
            detection: {s: { {{detection}} }, f: { {{filter}} }, condition: {{condition}}}
            """);
    }

    private int Port() => Number(1, 65_536);
}
