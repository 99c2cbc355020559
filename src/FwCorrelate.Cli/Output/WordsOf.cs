// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;

namespace FwCorrelate.Cli.Output;

/// <summary>Terms of the result in words; the term itself stays readable, so that it can be found in the files.</summary>
internal static class WordsOf
{
    public static string Verdict(Verdict verdict) => verdict switch
    {
        Incidents.Verdict.AgentInitiated => "agent_initiated: the agent did it",
        Incidents.Verdict.Background => "background: it happens whether or not the agent acts",
        Incidents.Verdict.ExternalCompromise => "external_compromise: somebody came in first",
        _ => "undetermined: the evidence does not tell",
    };

    public static string Ongoing(Ongoing ongoing) => ongoing switch
    {
        Incidents.Ongoing.Yes => "ONGOING",
        Incidents.Ongoing.No => "ended",
        _ => "not known whether it goes on",
    };

    public static string Origin(string where) => where switch
    {
        "by_task" => "destination comes from the task (by_task)",
        "by_tool_result" => "destination comes from a tool result (by_tool_result): look for an injection",
        "not_seen" => "destination is in no message before the call (not_seen)",
        _ => "unknown",
    };

    public static string Rung(Rung rung) => rung switch
    {
        Correlation.Rung.A => "told by the sensor (rung A)",
        Correlation.Rung.B => "exclusive lease (rung B)",
        Correlation.Rung.C => "port or translation (rung C)",
        Correlation.Rung.D => "shared lease (rung D)",
        _ => "address unknown (rung E)",
    };

    /// <summary>The term of the files.</summary>
    public static string Kind(AttributionKind kind) => kind switch
    {
        AttributionKind.ToolCall => "tool_call",
        AttributionKind.Candidates => "candidates",
        AttributionKind.Sandbox => "sandbox",
        AttributionKind.None => "none",
        _ => "unknown_address",
    };
}
