// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Documents;

namespace FwCorrelate.Service.Results.Filters;

/// <summary>
/// An expression over the fields of documents, such as
/// <c>level >= high and verdict = agent_initiated and not destination.ip = 10.0.0.0/8</c>: the same for every command that lists. Names
/// are ECS; <c>fwcorrelate.</c> may be left out, and <c>level</c> is that of the incident's rule.
/// </summary>
/// <remarks>
/// <c>=</c> and <c>!=</c> (<c>*</c> stands for anything, CIDR blocks hold addresses, case does not matter), <c>&lt; &lt;= &gt; &gt;=</c>
/// (numbers, times, levels), <c>~</c> (contains), <c>in (a, b)</c>, <c>exists</c>; <c>not</c>, <c>and</c>, <c>or</c>, in this order, and
/// parentheses. A list matches by any of its values.
/// </remarks>
public sealed class FieldFilter
{
    private readonly Func<StoredDocument, bool> _test;

    private FieldFilter(Func<StoredDocument, bool> test, IReadOnlyList<string> fields) => (_test, Fields) = (test, fields);

    /// <summary>Passes everything.</summary>
    public static FieldFilter All { get; } = new(_ => true, []);

    /// <summary>Names that the expression asks for, as written.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <exception cref="ConfigurationException">It cannot be read; the message says where and what was expected.</exception>
    public static FieldFilter Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var parser = new FieldFilterParser(expression);
        var test = parser.Parse();
        return new FieldFilter(test, parser.Fields);
    }

    public bool Matches(StoredDocument document) => _test(document);

    /// <summary>Every value of a field, by its ECS name or without <c>fwcorrelate.</c>.</summary>
    public static IEnumerable<string> ValuesOf(StoredDocument document, string field)
    {
        if (field.Equals("level", StringComparison.OrdinalIgnoreCase))
            return document.Values(OwnFields.RulesLevel).Take(1);
        var values = document.Values(field);
        return values.Any() ? values : document.Values("fwcorrelate." + field);
    }
}
