// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A part with the words of the rule's author; only trees that explain have it.</summary>
internal sealed class NamedMatcher<TEvent>(RulePart written, Matcher<TEvent> part) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => part.Matches(in e);

    internal override TracedPart Trace(in TEvent e) => part.Trace(in e).Under(written);
}
