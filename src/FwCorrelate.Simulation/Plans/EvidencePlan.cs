// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using NodaTime;

namespace FwCorrelate.Simulation.Plans;

/// <summary>Formats that a scenario's logs may have.</summary>
internal enum LogForm
{
    /// <summary>AWS VPC flow log of versions 2 to 5 with flags and direction.</summary>
    AwsVpcFlow,

    /// <summary>The 14 default fields.</summary>
    AwsVpcFlowDefault,
    AlibabaVpcFlow,

    /// <summary>Alibaba Cloud Firewall before the NAT gateway.</summary>
    CloudFirewallNat,

    /// <summary>After it: the source is the gateway's address.</summary>
    CloudFirewallInternet,

    /// <summary>Its intrusion prevention's events.</summary>
    CloudFirewallAlerts,

    /// <summary>The egress proxy's own log: what it was asked for, by whom.</summary>
    Squid,
}

/// <summary>A log of the case.</summary>
/// <param name="Name">Of its folder and source.</param>
internal sealed record LogPlan(string Name)
{
    public LogForm Form { get; init; } = LogForm.AwsVpcFlow;

    public ClockPlan Clock { get; init; } = new();

    /// <summary>Seconds that one record covers at most.</summary>
    public int Window { get; init; } = 60;

    /// <summary>Share of packets that are looked at.</summary>
    public double Sampled { get; init; } = 1;

    /// <summary>Zone of stamps without one; null where stamps are UTC.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>Whether case.yml tells the zone.</summary>
    public bool TellsZone { get; init; } = true;

    /// <summary>Whether it sees traffic of each interface, and not what crosses the border.</summary>
    public bool IsOfInterfaces => Form is LogForm.AwsVpcFlow or LogForm.AwsVpcFlowDefault or LogForm.AlibabaVpcFlow;
}

/// <summary>How a source's stamps differ from the truth: stamp = truth + offset + drift * hours + delay.</summary>
/// <param name="Offset">At the log's start, seconds.</param>
/// <param name="DriftPerHour">Seconds per hour.</param>
/// <param name="Delay">Of each connection's stamps on its own; null for none.</param>
/// <param name="OffsetWithin">The offset of one seed is anywhere within so many seconds of <paramref name="Offset"/>.</param>
internal sealed record ClockPlan(double Offset = 0, double DriftPerHour = 0, Distribution? Delay = null, double OffsetWithin = 0)
{
    /// <summary>The clock of one seed.</summary>
    public ClockPlan Drawn(SeededRandom random) =>
        this with { Offset = Offset + (OffsetWithin * ((2 * random.NextUnit()) - 1)), OffsetWithin = 0 };

    /// <param name="hours">Since the log's start.</param>
    public double ErrorAt(double hours) => Offset + (DriftPerHour * hours);
}

/// <summary>Formats that a scenario's traces may have.</summary>
internal enum TraceForm
{
    /// <summary>OTLP/JSON lines with OpenTelemetry's GenAI conventions.</summary>
    Otlp,

    /// <summary>OTLP/JSON lines with OpenInference's conventions.</summary>
    OpenInference,

    /// <summary>ROLL's spans.</summary>
    Roll,

    /// <summary>What the console exporter of OpenTelemetry's Python SDK prints.</summary>
    Console,
}

/// <summary>The agents' traces, and what they lack.</summary>
internal sealed record TracePlan
{
    public TraceForm Form { get; init; } = TraceForm.Otlp;

    /// <summary>Share of tool-call spans that are lost at random.</summary>
    public double Dropped { get; init; }

    /// <summary>Share of spans of acts that are lost beside.</summary>
    public double DroppedActs { get; init; }

    /// <summary>Calls longer than this many seconds lose their span (their worker was killed); 0 for none.</summary>
    public double DroppedLongerThan { get; init; }

    /// <summary>Time from the end of one outage of the exporter to the next; null for none.</summary>
    public Distribution? OutageEvery { get; init; }

    /// <summary>How long an outage lasts; spans that end in it are lost, the model's too.</summary>
    public Distribution OutageLasts { get; init; } = new Distribution.LogNormal(90, 0.5);

    /// <summary>Share of episodes all of whose spans carry one and the same stamp, that of their end.</summary>
    public double DeadClocks { get; init; }

    /// <summary>Whether results of calls are recorded.</summary>
    public bool Results { get; init; }
}
