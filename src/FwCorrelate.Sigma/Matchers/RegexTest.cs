// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A regular expression, searched anywhere in the value: in time linear in its length, or with a limit.</summary>
/// <param name="regex">
/// Made with <see cref="RegexOptions.NonBacktracking"/>, or with a time limit: then <see cref="RegexMatchTimeoutException"/>
/// leaves the test, and <see cref="LimitedMatcher{TEvent}"/> takes it.
/// </param>
internal sealed class RegexTest(Regex regex) : ValueTest
{
    /// <summary>Whether it may end without an answer.</summary>
    public bool IsLimited => !regex.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>Null where no text is known that every match holds.</summary>
    public TextWitness? Text { get; } = RegexLiterals.Of(regex) is { } literal ? TextWitness.Of(literal) : null;

    internal override int Cost => 2;

    protected override bool Test(in FieldValue value) =>
        value.IsPresent && regex.IsMatch(value.AsText(stackalloc char[FieldValue.MaxFormattedLength]));
}
