// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>What is concluded from the bursts of a family of rules.</summary>
public enum Conclusion
{
    /// <summary>No trace tells of calls there, or the rules look at calls themselves.</summary>
    NotTestable,

    /// <summary>Fewer bursts than a test needs.</summary>
    TooFew,

    /// <summary>Chance explains it.</summary>
    NotBeyondChance,

    /// <summary>It coincides, and so does something that cannot be the cause: both follow a third.</summary>
    Withdrawn,

    /// <summary>It coincides with tool calls beyond chance.</summary>
    Coincides,
}

/// <summary>How chance was told from more.</summary>
public enum CoincidenceTest
{
    /// <summary>Which of the sandboxes that run an episode at the time it is: exact.</summary>
    ConcurrentSandboxes,

    /// <summary>When within its episode it begins: by random shifts that wrap.</summary>
    BlockShift,

    /// <summary>Independent runs together, by Fisher's method.</summary>
    Fisher,
}

/// <summary>A test and what it came to.</summary>
/// <param name="Bursts">Those that it could use.</param>
/// <param name="InWindows">Of them, those that begin while a call runs.</param>
/// <param name="Null">How likely each count is by chance; null where several tests are combined.</param>
public sealed record TestOutcome(CoincidenceTest Test, int Bursts, int InWindows, double PValue, CountDistribution? Null);

/// <summary>Windows that cannot be the cause.</summary>
public enum ControlKind
{
    /// <summary>When the model generated and no call ran.</summary>
    Generation,

    /// <summary>Calls of a sandbox on another host.</summary>
    OtherHosts,

    /// <summary>Calls one training step later.</summary>
    NextStep,
}

/// <summary>The same test with windows that cannot be the cause.</summary>
/// <param name="Outcome">Null where it cannot be made.</param>
/// <param name="Unavailable">Why not, in words.</param>
public sealed record NegativeControl(ControlKind Kind, TestOutcome? Outcome, string? Unavailable)
{
    /// <summary>There are three, so that each has a third of the level.</summary>
    public bool IsSignificant(double level) => Outcome is { } outcome && outcome.PValue <= level / 3;
}

/// <summary>Bursts in windows for each lag: true time would be stamp minus lag.</summary>
/// <param name="Lags">In seconds, ascending: within ten minutes, then whole hours.</param>
/// <param name="Best">The lag with most bursts in windows; of equals the smallest.</param>
/// <param name="PValue">Of that many, where chance too may choose its lag.</param>
/// <param name="Low">Lower end of the interval that 95 % of resampled bursts agree on; null where chance explains the best.</param>
public sealed record LagProfile(
    IReadOnlyList<double> Lags, IReadOnlyList<int> InWindows, int Bursts, double Best, double PValue, double? Low, double? High)
{
    /// <summary>A best lag of whole hours is a zone that was mistaken, and no evidence.</summary>
    public bool IsWholeHours => Math.Abs(Best) >= 3600;
}

/// <summary>Whether bursts come at regular times.</summary>
public enum TimePattern
{
    /// <summary>Too few bursts of one actor to tell.</summary>
    Unknown,
    None,
    Periodic,
}

/// <summary>What statistics say of the bursts of one family of rules in one run, or in all of them.</summary>
public sealed record CoincidenceFinding
{
    public required string Family { get; init; }

    /// <summary>Null over all runs, and where the run has no id.</summary>
    public string? Run { get; init; }

    /// <summary>Runs it is about; more than one only where it is about all.</summary>
    public int Runs { get; init; } = 1;

    public required Conclusion Conclusion { get; init; }

    /// <summary>Why nothing was tested, or why a test could not have found anything, in words.</summary>
    public string? Why { get; init; }

    /// <summary>Bursts within episodes.</summary>
    public required int Bursts { get; init; }

    public required int InWindows { get; init; }

    /// <summary>Bursts of these sandboxes while no episode ran: no call can be their cause.</summary>
    public required int OutsideEpisodes { get; init; }

    /// <summary>Bursts that no trace can be held against: of addresses that no traced sandbox held.</summary>
    public required int Untraced { get; init; }

    /// <summary>Share of the time in episodes that windows cover.</summary>
    public double? Coverage { get; init; }

    public RateRatio? Rates { get; init; }

    public TestOutcome? Outcome { get; init; }

    /// <summary>Adjusted for the other tests of the case.</summary>
    public double? Adjusted { get; init; }

    public LagProfile? Lags { get; init; }

    /// <summary>All three, in their order, wherever something was tested.</summary>
    public IReadOnlyList<NegativeControl> Controls { get; init; } = [];

    public TimePattern Pattern { get; init; }

    /// <summary>In seconds, where <see cref="Pattern"/> is periodic.</summary>
    public double? Period { get; init; }

    public required CoincidenceOptions Options { get; init; }
}
