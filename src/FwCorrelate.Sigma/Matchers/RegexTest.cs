// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A regular expression, searched anywhere in the value, in time linear in its length.</summary>
/// <param name="regex">Made with <see cref="RegexOptions.NonBacktracking"/>.</param>
internal sealed class RegexTest(Regex regex) : ValueTest
{
    internal override int Cost => 2;

    protected override bool Test(in FieldValue value) =>
        value.IsPresent && regex.IsMatch(value.AsText(stackalloc char[FieldValue.MaxFormattedLength]));
}
