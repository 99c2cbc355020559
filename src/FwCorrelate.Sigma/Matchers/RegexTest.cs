// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A regular expression, searched anywhere in the value: in time linear in its length, or with a limit.</summary>
/// <param name="regex">Made with <see cref="RegexOptions.NonBacktracking"/>, or with a time limit.</param>
internal sealed class RegexTest(Regex regex) : ValueTest
{
    internal override int Cost => 2;

    /// <summary>Null where no text is known that every match holds.</summary>
    public TextWitness? Text { get; } = RegexLiterals.Of(regex) is { } literal ? TextWitness.Of(literal) : null;

    protected override bool Test(in FieldValue value)
    {
        if (!value.IsPresent)
            return false;
        try
        {
            return regex.IsMatch(value.AsText(stackalloc char[FieldValue.MaxFormattedLength]));
        }
        catch (RegexMatchTimeoutException)
        {
            // The user chose the limit: what takes longer counts as no match, and the rule says so when it is loaded.
            return false;
        }
    }
}
