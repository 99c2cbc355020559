// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A regular expression, searched anywhere in the value: in time linear in its length, or with a limit.</summary>
internal sealed class RegexTest : ValueTest
{
    private readonly Lazy<Regex> _regex;

    /// <param name="regex">
    /// With a time limit: then <see cref="RegexMatchTimeoutException"/> leaves the test, and <see cref="LimitedMatcher{TEvent}"/> takes it.
    /// </param>
    public RegexTest(Regex regex)
        : this(regex, new Lazy<Regex>(regex))
    {
    }

    private RegexTest(Regex written, Lazy<Regex> regex)
    {
        _regex = regex;
        IsLimited = written.MatchTimeout != Regex.InfiniteMatchTimeout;
        Text = RegexLiterals.Of(written) is { } literal ? TextWitness.Of(literal) : null;
    }

    /// <summary>Whether it may end without an answer.</summary>
    public bool IsLimited { get; }

    /// <summary>Null where no text is known that every match holds.</summary>
    public TextWitness? Text { get; }

    internal override int Cost => 2;

    /// <summary>
    /// In linear time. The automaton of an expression takes a hundred times as long to make as to read the expression, and of most rules
    /// it is never asked: it is made when it first is, unless only making it tells whether it can be made.
    /// </summary>
    /// <exception cref="ArgumentException">The expression is invalid.</exception>
    /// <exception cref="NotSupportedException">It cannot run in linear time.</exception>
    public static RegexTest InLinearTime(string pattern, RegexOptions options)
    {
        var written = new Regex(pattern, options);
        var linear = new Lazy<Regex>(() => new Regex(pattern, options | RegexOptions.NonBacktracking));
        if (!LinearRegex.IsSure(pattern))
            _ = linear.Value;
        return new RegexTest(written, linear);
    }

    protected override bool Test(in FieldValue value)
    {
        if (!value.IsPresent)
            return false;
        var text = value.AsText(stackalloc char[FieldValue.MaxFormattedLength]);

        // What has no answer in time is counted, so that one with a limit is always asked.
        if (!IsLimited && Text is { } witness && !text.Contains(witness.Text, StringComparison.OrdinalIgnoreCase))
            return false;
        return _regex.Value.IsMatch(text);
    }
}
