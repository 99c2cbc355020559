// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Readings of points that the correlation specification leaves open; src/FwCorrelate.Sigma/README.md argues the defaults.
/// </summary>
public sealed record CorrelationSemantics
{
    public static CorrelationSemantics Default { get; } = new();

    public WindowEnds WindowEnds { get; init; }

    public UpperBounds UpperBounds { get; init; }

    public MissingGroupField MissingGroupField { get; init; }

    public EqualTimes EqualTimes { get; init; }

    public OldAggregations OldAggregations { get; init; }
}

/// <summary>Whether two events that lie exactly one timespan apart are in one window.</summary>
public enum WindowEnds
{
    /// <summary>No: a window that ends at t begins after t minus the timespan.</summary>
    HalfOpen,

    /// <summary>Yes.</summary>
    Closed,
}

/// <summary>When a condition is judged that later events could still break: lt, lte, eq, neq and <c>not</c>.</summary>
public enum UpperBounds
{
    /// <summary>Once the window is over: it opens with the group's first event and lasts one timespan.</summary>
    WhenWindowCloses,

    /// <summary>At each event, over the timespan before it.</summary>
    AtEachEvent,
}

/// <summary>What becomes of an event that lacks a field of <c>group-by</c>, or has null there.</summary>
public enum MissingGroupField
{
    NoGroup,

    /// <summary>Such events form a group of their own.</summary>
    GroupOfItsOwn,
}

/// <summary>Whether events of the same time are in order for <c>temporal_ordered</c>.</summary>
public enum EqualTimes
{
    /// <summary>In whichever order the rule asks for, so that the order of arrival does not matter.</summary>
    AnyOrder,

    /// <summary>In their order of arrival.</summary>
    OrderOfArrival,
}

/// <summary>What becomes of Sigma 1's aggregations after a pipe.</summary>
public enum OldAggregations
{
    /// <summary>They run as the correlation that they mean.</summary>
    Run,

    /// <summary>They are refused, as by pySigma.</summary>
    Refuse,
}
