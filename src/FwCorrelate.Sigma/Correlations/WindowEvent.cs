// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>An event in the window of a group; the events of a group are a list by time.</summary>
internal struct WindowEvent
{
    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long Time;

    /// <summary>The caller's number for it; unused for an inner match.</summary>
    public long Id;

    /// <summary>The next event of the group, or of the free ones; -1 at the end.</summary>
    public int Next;

    /// <summary>Which counted value it has; -1 where none is counted.</summary>
    public int Value;

    /// <summary>What it carries for outer correlations; -1 for nothing.</summary>
    public int Carried;

    /// <summary>Which of the joined rules it matched.</summary>
    public int Member;
}

/// <summary>A match of one rule with what a correlation needs of it; it waits here until no earlier one can come.</summary>
internal struct Hit
{
    public long Time;
    public long Sequence;
    public long Id;
    public Int128 Number;
    public int Correlation;
    public int Member;
    public int Key;
    public int Value;
    public int Carried;
}
