// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>A compiled condition over one kind of event. Immutable, so one instance serves all threads.</summary>
public abstract class Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public abstract bool Matches(in TEvent e);

    /// <summary>
    /// The same answer with what each part said. Every part is asked, also where <see cref="Matches"/> knows enough before.
    /// </summary>
    internal abstract TracedPart Trace(in TEvent e);
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

    internal override TracedPart Trace(in TEvent e)
    {
        var traced = MatcherTraces.OfAll(parts, in e);
        return TracedPart.Of(PartLink.All, traced.TrueForAll(static p => p.Holds == true), traced);
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

    internal override TracedPart Trace(in TEvent e)
    {
        var traced = MatcherTraces.OfAll(parts, in e);
        return TracedPart.Of(PartLink.Any, traced.Exists(static p => p.Holds == true), traced);
    }
}

internal sealed class NotMatcher<TEvent>(Matcher<TEvent> part) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => !part.Matches(in e);

    internal override TracedPart Trace(in TEvent e) => TracedPart.Inverse(part.Trace(in e));
}

internal sealed class FieldMatcher<TEvent>(Field field, ValueTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => test.Matches(e.Read(field));

    internal override TracedPart Trace(in TEvent e)
    {
        var value = e.Read(field);
        return TracedPart.Test(test.Matches(in value), MatcherTraces.Found(field, in value));
    }
}

internal sealed class PairMatcher<TEvent>(Field left, Field right, PairTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => test.Matches(e.Read(left), e.Read(right));

    internal override TracedPart Trace(in TEvent e)
    {
        var (one, other) = (e.Read(left), e.Read(right));
        return TracedPart.Test(test.Matches(in one, in other), MatcherTraces.Found(left, in one), MatcherTraces.Found(right, in other));
    }
}

internal sealed class KeywordMatcher<TEvent>(ValueTest test) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => e.AnyValue(test);

    internal override TracedPart Trace(in TEvent e) => TracedPart.Test(Matches(in e));
}

internal sealed class ConstantMatcher<TEvent>(bool value) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e) => value;

    internal override TracedPart Trace(in TEvent e) => TracedPart.Test(value);
}
