// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Cases;

namespace FwCorrelate.Simulation.Plans;

/// <summary>Reads the part of a scenario file on logs and traces.</summary>
internal static class EvidenceReader
{
    public static IReadOnlyList<LogPlan> Logs(SettingsNode node)
    {
        string[] keys = ["format", "offset", "offset_within", "drift_per_hour", "delay", "window", "sampled", "zone", "tells_zone"];
        var logs = node.AnyMembers().Select(m => m.Node.Fold(new LogPlan(m.Key), Log, keys)).ToList();
        if (logs.Find(l => !l.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) is { } odd)
            node.Refuse($"'{odd.Name}' cannot be a log's name, which is also its folder's: use letters, digits and hyphens");
        if (logs.Count == 0 || !logs[0].IsOfInterfaces)
            node.Refuse("the first log must be of interfaces, such as aws-vpc-flow: records are judged by it");
        if (logs.Find(l => l.Zone is not null && l.Form is not (LogForm.CloudFirewallNat or LogForm.CloudFirewallInternet)) is { } zoned)
        {
            node.Refuse(
                $"'{zoned.Name}' has a zone, but its format stamps in Unix time: "
                + "only cloud-firewall-nat and cloud-firewall-internet write local time");
        }

        return logs;
    }

    private static LogPlan Log(LogPlan plan, string key, SettingsNode value) => key switch
    {
        "format" => plan with { Form = value.Choice<LogForm>() },
        "offset" => plan with { Clock = plan.Clock with { Offset = value.Duration().TotalSeconds } },
        "offset_within" => plan with { Clock = plan.Clock with { OffsetWithin = value.LengthWithin(0, 86_400).TotalSeconds } },
        "drift_per_hour" => plan with { Clock = plan.Clock with { DriftPerHour = value.Duration().TotalSeconds } },
        "delay" => plan with { Clock = plan.Clock with { Delay = value.Spread() } },
        "window" => plan with { Window = (int)value.LengthWithin(10, 3_600).TotalSeconds },
        "sampled" => plan with { Sampled = value.Share() },
        "zone" => plan with { Zone = value.Zone() },
        _ => plan with { TellsZone = value.Flag() },
    };

    public static TracePlan Traces(SettingsNode node, TracePlan plan) =>
        node.Fold(
            plan, Traces,
            "format", "dropped", "dropped_acts", "dropped_longer_than", "outage_every", "outage_lasts", "dead_clocks", "results");

    private static TracePlan Traces(TracePlan plan, string key, SettingsNode value) => key switch
    {
        "format" => plan with { Form = value.Choice<TraceForm>() },
        "dropped" => plan with { Dropped = value.Share() },
        "dropped_acts" => plan with { DroppedActs = value.Share() },
        "dropped_longer_than" => plan with { DroppedLongerThan = value.LengthWithin(1, 3_600).TotalSeconds },
        "outage_every" => plan with { OutageEvery = value.Spread() },
        "dead_clocks" => plan with { DeadClocks = value.Share() },
        "outage_lasts" => plan with { OutageLasts = value.Spread() },
        _ => plan with { Results = value.Flag() },
    };
}
