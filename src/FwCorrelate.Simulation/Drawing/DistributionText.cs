// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Ingestion.Cases;

namespace FwCorrelate.Simulation.Drawing;

/// <summary>
/// Distributions as scenario files write them: <c>20s</c>, <c>uniform(1s, 4s)</c>, <c>exponential(3s)</c>, <c>lognormal(MEDIAN, SIGMA)</c>,
/// <c>normal(MEAN, DEVIATION)</c>, <c>pareto(SCALE, SHAPE)</c>, <c>mix(0.8 exponential(1s), 0.2 pareto(4s, 1.2))</c>, and sums with
/// <c>+</c>.
/// </summary>
internal ref struct DistributionText
{
    public const string Expectation =
        "a distribution such as 20s, uniform(1s, 4s), exponential(3s), lognormal(8s, 0.9), normal(5m, 4s), pareto(2s, 1.4) or mix(0.8 "
            + "exponential(1s), 0.2 10s)";

    private const int DeepestNesting = 8;
    private ReadOnlySpan<char> _rest;

    private DistributionText(string text) => _rest = text;

    /// <returns>Null where the text is no distribution.</returns>
    public static Distribution? Parse(string text)
    {
        var reader = new DistributionText(text);
        var read = reader.ReadSum(0);
        return reader._rest.Trim().IsEmpty ? read : null;
    }

    private Distribution? ReadSum(int depth)
    {
        var sum = ReadOne(depth);
        while (sum is not null && Take('+'))
            sum = ReadOne(depth) is { } next ? new Distribution.Sum(sum, next) : null;
        return sum;
    }

    private Distribution? ReadOne(int depth)
    {
        var word = Word();
        if (!Take('('))
            return Seconds(word) is >= 0 and var fixedLength ? new Distribution.Fixed(fixedLength) : null;
        if (depth > DeepestNesting)
            return null;
        if (word is "mix")
            return ReadMixture(depth + 1);
        var (first, second) = (Word().ToString(), Take(',') ? Word().ToString() : null);
        return Take(')') ? Make(word.ToString(), first, second) : null;
    }

    private static Distribution? Make(string name, string first, string? second) => (name, Seconds(first), second) switch
    {
        ("exponential", > 0 and var mean, null) => new Distribution.Exponential(mean),
        ("uniform", >= 0 and var from, not null) when Seconds(second) is { } to && to > from => new Distribution.Uniform(from, to),
        ("normal", > 0 and var mean, not null) when Seconds(second) is > 0 and var deviation => new Distribution.Normal(mean, deviation),
        ("lognormal", > 0 and var median, not null) when Number(second) is > 0 and var sigma => new Distribution.LogNormal(median, sigma),
        ("pareto", > 0 and var scale, not null) when Number(second) is > 0 and var shape => new Distribution.Pareto(scale, shape),
        _ => null,
    };

    private Distribution? ReadMixture(int depth)
    {
        var parts = new List<(double, Distribution)>();
        do
        {
            if (Number(Word()) is not (> 0 and <= 1 and var share) || ReadSum(depth) is not { } part)
                return null;
            parts.Add((share, part));
        }
        while (Take(','));
        return Take(')') && Math.Abs(parts.Sum(p => p.Item1) - 1) < 1e-9 ? new Distribution.Mixture(parts) : null;
    }

    private ReadOnlySpan<char> Word()
    {
        _rest = _rest.TrimStart();
        var end = _rest.IndexOfAny(" ,()+");
        var word = end < 0 ? _rest : _rest[..end];
        _rest = _rest[word.Length..];
        return word;
    }

    private bool Take(char expected)
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty || _rest[0] != expected)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private static double? Seconds(ReadOnlySpan<char> text) =>
        text is "0" ? 0 : DurationText.TryParse(text.ToString(), out var duration) ? duration.TotalSeconds : null;

    private static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
