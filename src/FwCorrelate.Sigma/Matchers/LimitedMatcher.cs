// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// A rule one of whose regular expressions may run out of time. Such an event does not match, whatever a <c>not</c> would
/// have made of it, and is counted.
/// </summary>
internal sealed class LimitedMatcher<TEvent>(Matcher<TEvent> rule, TimeoutCount timeouts) : Matcher<TEvent>
    where TEvent : struct, IEvent
{
    public override bool Matches(in TEvent e)
    {
        try
        {
            return rule.Matches(in e);
        }
        catch (RegexMatchTimeoutException)
        {
            timeouts.Add();
            return false;
        }
    }

    internal override TracedPart Trace(in TEvent e)
    {
        try
        {
            return rule.Trace(in e);
        }
        catch (RegexMatchTimeoutException)
        {
            return TracedPart.Test(false, new FoundValue("a regular expression of the rule", "ran out of time", IsCommand: false));
        }
    }
}

/// <summary>Events on which a rule ran out of time. Counts for all threads.</summary>
internal sealed class TimeoutCount
{
    private long _events;

    public long Events => Interlocked.Read(ref _events);

    public void Add() => Interlocked.Increment(ref _events);
}
