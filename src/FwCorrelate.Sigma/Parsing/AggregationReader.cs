// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;
using NodaTime;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Reads what follows a pipe in a condition of Sigma 1: <c>count(field) by group &gt; 5</c>, <c>sum</c>, <c>avg</c>, <c>min</c>,
/// <c>max</c>, and <c>near name and not name</c> (Sigma specification 1.0, "Aggregation expression" and "Near aggregation expression").
/// </summary>
internal sealed class AggregationReader
{
    private const string Expected =
        "Write for example '| count(dst_ip) by src_ip > 10' or '| near selection2', or write a correlation rule.";

    /// <summary>Sigma 1 leaves the time open, which meant the range of the search: a day is what such searches ran over.</summary>
    private static readonly Duration DefaultTimeframe = Duration.FromDays(1);

    private readonly List<(string Text, int Offset)> _tokens = [];
    private readonly Position _at;
    private readonly RuleErrors _errors;
    private int _next;

    private AggregationReader(string text, int from, Position at, RuleErrors errors)
    {
        (_at, _errors) = (at, errors);
        for (var i = from; i < text.Length;)
        {
            var start = i++;
            if (char.IsWhiteSpace(text[start]))
                continue;
            if (text[start] is '<' or '>' or '=' or '!')
                i += i < text.Length && text[i] == '=' ? 1 : 0;
            else if (!IsSymbol(text[start]))
                i += WordLength(text.AsSpan(i));
            _tokens.Add((text[start..i], start));
        }

        _tokens.Add(("", text.Length));
    }

    private string Current => _tokens[_next].Text;

    /// <summary>Null where something is wrong and reported.</summary>
    /// <param name="pipe">Where the aggregation begins in the condition.</param>
    /// <param name="names">Names of the rule's detections.</param>
    public static Aggregation? Read(
        string condition, int pipe, Position at, YamlMapping detection, IReadOnlyList<string> names, RuleErrors errors)
    {
        var reader = new AggregationReader(condition, pipe + 1, at, errors);
        if (reader.ReadTimeframe(detection) is not { } timeframe)
            return null;
        var aggregation = reader.Take("near") ? reader.ReadNear(names) : reader.ReadFunction();
        if (aggregation is not null && reader.Current.Length > 0)
            return reader.Unexpected("the end of the condition");
        return aggregation is null ? null : aggregation with { Timeframe = timeframe, Position = at };
    }

    private Duration? ReadTimeframe(YamlMapping detection)
    {
        if (detection["timeframe"] is not { } node)
            return DefaultTimeframe;
        if (node is YamlScalar scalar && TimespanText.Parse(scalar.Text.Trim()) is { } timeframe)
            return timeframe;
        _errors.Add(node.Position, "The timeframe is no span of time.", TimespanText.Expected);
        return null;
    }

    private Aggregation? ReadFunction()
    {
        var function = Current.ToLowerInvariant();
        _next++;
        CorrelationType? type = function switch
        {
            "count" => CorrelationType.EventCount,
            "sum" => CorrelationType.ValueSum,
            "avg" => CorrelationType.ValueAverage,
            "min" or "max" => CorrelationType.ValuePercentile,
            _ => null,
        };
        if (type is null)
        {
            _next--;
            return Unexpected("count, sum, avg, min, max or near");
        }

        if (!Take("("))
            return Unexpected("'('");
        var fields = Current == ")" ? [] : ReadList();
        if (!Take(")"))
            return Unexpected("')'");
        if (type != CorrelationType.EventCount && fields.Count == 0)
            return Unexpected($"the field that {function} is of");
        var groups = Take("by") ? ReadList() : [];
        if (Current switch
        {
            ">" => Relation.Greater,
            ">=" => Relation.GreaterOrEqual,
            "<" => Relation.Less,
            "<=" =>
            Relation.LessOrEqual,
            "=" or "==" => Relation.Equal,
            "!=" => Relation.NotEqual,
            _ => (Relation?)null
        } is not { } relation)
            return Unexpected("a comparison such as '> 10'");
        _next++;
        if (!decimal.TryParse(
            Current, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit))
            return Unexpected("a number");
        _next++;
        return new Aggregation(fields.Count > 0 && type == CorrelationType.EventCount ? CorrelationType.ValueCount : type.Value)
        {
            GroupBy = groups,
            Condition = new CorrelationCondition
            {
                Bounds = [new Bound(relation, limit)],
                Fields = fields,
                Percentile = function == "min" ? 0 : 100
            },
        };
    }

    /// <summary>The detections that must, or must not, be near.</summary>
    private Aggregation? ReadNear(IReadOnlyList<string> names)
    {
        var near = new List<(string Name, bool IsNegated)>();
        do
        {
            var isNegated = Take("not");
            if (!names.Contains(Current, StringComparer.Ordinal))
                return Unexpected($"the name of a detection ({string.Join(", ", names.Take(8))})");
            near.Add((Current, isNegated));
            _next++;
        }
        while (Take("and"));
        return new Aggregation(CorrelationType.Temporal) { Near = near };
    }

    private List<string> ReadList()
    {
        var list = new List<string>();
        do
        {
            if (Current.Length == 0 || IsSymbol(Current[0]))
                break;
            list.Add(Current);
            _next++;
        }
        while (Take(","));
        return list;
    }

    private bool Take(string text)
    {
        if (!string.Equals(Current, text, StringComparison.OrdinalIgnoreCase))
            return false;
        _next++;
        return true;
    }

    private Aggregation? Unexpected(string expected)
    {
        var (text, offset) = _tokens[_next];
        var found = text.Length == 0 ? "The aggregation ends" : $"The aggregation has '{text}'";
        _errors.Add(_at with { Column = _at.Column + offset }, $"{found} where {expected} was expected.", Expected);
        return null;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]) && !IsSymbol(text[length]))
            length++;
        return length;
    }

    private static bool IsSymbol(char c) => c is '(' or ')' or ',' or '<' or '>' or '=' or '!' or '|';
}
