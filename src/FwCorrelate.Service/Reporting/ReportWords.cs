// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Reporting;

/// <summary>Terms of the result in words for somebody who did not write the tool.</summary>
internal static class ReportWords
{
    public static string Verdict(Verdict verdict) => verdict switch
    {
        Incidents.Verdict.AgentInitiated => "agent initiated",
        Incidents.Verdict.Background => "background",
        Incidents.Verdict.ExternalCompromise => "external compromise",
        _ => "undetermined",
    };

    public static string VerdictMeaning(Verdict verdict) => verdict switch
    {
        Incidents.Verdict.AgentInitiated => "the agent's own call caused it",
        Incidents.Verdict.Background => "it happens whether or not the agent acts",
        Incidents.Verdict.ExternalCompromise => "something came in from outside first",
        _ => "the evidence does not tell",
    };

    public static string Ongoing(Ongoing ongoing) => ongoing switch
    {
        Incidents.Ongoing.Yes => "ongoing",
        Incidents.Ongoing.No => "ended",
        _ => "not known whether it goes on",
    };

    public static string Rung(Rung rung) => rung switch
    {
        Correlation.Rung.A => "Rung A: a sensor on the host saw the socket",
        Correlation.Rung.B => "Rung B: the address was leased to one sandbox alone",
        Correlation.Rung.C => "Rung C: the address was shared, a NAT port decides",
        Correlation.Rung.D => "Rung D: the address was shared by several sandboxes",
        _ => "Rung E: nothing tells who held the address",
    };

    public static string Cause(AttributionKind kind) => kind switch
    {
        AttributionKind.ToolCall => "One tool call is named.",
        AttributionKind.Candidates => "No single call can be named. These are the candidates.",
        AttributionKind.Sandbox => "The sandbox is known; no recorded call fits.",
        AttributionKind.None => "The address is known, and no agent held it.",
        _ => "Nothing tells who held the source address.",
    };

    public static string Origin(DestinationOrigin origin) => origin.Where switch
    {
        "by_task" => "the task names the destination",
        "by_tool_result" => "a tool result named the destination first: look for an injection",
        "not_seen" => "no message before the call names the destination",
        _ => "unknown",
    };

    public static string Start(StartBasis basis) => basis switch
    {
        StartBasis.Proven => "proven",
        StartBasis.Inferred => "inferred",
        _ => "unknown",
    };

    public static string Initiator(Initiator initiator) => initiator switch
    {
        Correlation.Initiator.Source => "source",
        Correlation.Initiator.Destination => "destination",
        _ => "unknown",
    };

    public static string Basis(TimeBasis basis) => basis switch
    {
        TimeBasis.Clock => "clock with a zone",
        TimeBasis.ClockNaive => "clock without a zone",
        TimeBasis.DerivedEnd => "end minus duration",
        TimeBasis.Bracketed => "between two recorded events",
        TimeBasis.Step => "training step only",
        _ => "no time",
    };

    public static string LevelClass(Level level) => "level " + level.Name();

    public static string Weight(decimal weight) => weight.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many)}");

    /// <summary>Decimal units, as disks and links are counted.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        double value = bytes;
        var unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
