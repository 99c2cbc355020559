// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A compiled condition over one kind of event. Immutable, so one instance serves all threads.</summary>
public abstract class Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public abstract bool Matches(in TEvent e);
}

internal sealed class AndMatcher<TEvent>(Matcher<TEvent>[] parts) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e)
    {
        foreach (var part in parts)
        {
            if (!part.Matches(in e))
                return false;
        }

        return true;
    }
}

internal sealed class OrMatcher<TEvent>(Matcher<TEvent>[] parts) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e)
    {
        foreach (var part in parts)
        {
            if (part.Matches(in e))
                return true;
        }

        return false;
    }
}

internal sealed class NotMatcher<TEvent>(Matcher<TEvent> part) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => !part.Matches(in e);
}

internal sealed class FieldMatcher<TEvent>(Field field, ValueTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => test.Matches(e.Read(field));
}

internal sealed class PairMatcher<TEvent>(Field left, Field right, PairTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => test.Matches(e.Read(left), e.Read(right));
}

internal sealed class KeywordMatcher<TEvent>(ValueTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => e.AnyValue(test);
}

internal sealed class ConstantMatcher<TEvent>(bool value) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => value;
}
