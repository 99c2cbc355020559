// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>What attribution asks of one call, looked up once. Times are true times in seconds since the epoch.</summary>
internal sealed class CallFacts
{
    public CallFacts(ToolCall call, CommandReading reading, int sandbox, TextFacts text)
    {
        Call = call;
        Reading = reading;
        Sandbox = sandbox;
        Text = text;
        Start = LagReader.SecondsOf(call.TrueStart.Value);
        End = LagReader.SecondsOf(call.TrueEnd.Value);
        Doubt = call.Start.Uncertainty.TotalSeconds;
        Timing = new CallTiming(Math.Max(0, End - Start), call.IsOpen, reading.OutlivesCall);
    }

    public ToolCall Call { get; }

    public CommandReading Reading { get; }

    public DestinationTelling Telling => TellingOf(Reading);

    public static DestinationTelling TellingOf(CommandReading reading) =>
        reading.Ability == NetworkAbility.Inert ? DestinationTelling.OpensNothing
        : reading.GoesElsewhere ? DestinationTelling.GoesElsewhere : DestinationTelling.Open;

    /// <summary>Number of the sandbox that it ran in.</summary>
    public int Sandbox { get; }

    public double Start { get; }

    public double End { get; }

    /// <summary>Of its start, seconds.</summary>
    public double Doubt { get; }

    public CallTiming Timing { get; }

    /// <summary>Calls with the same text.</summary>
    public TextFacts Text { get; }

    /// <summary>First contacts that it is held to have made, by family; at most one counts.</summary>
    public Dictionary<int, double> Made { get; } = [];

    public bool RunsAt(double time) => time >= Start && (Call.IsOpen || time <= End);
}
