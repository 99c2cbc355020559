// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.Fleet;

namespace FwCorrelate.Simulation.Plans;

/// <summary>Reads the part of a scenario file on what agents do unasked.</summary>
internal static class ActsReader
{
    public static ActsPlan Read(SettingsNode node, ActsPlan plan) =>
        node.Fold(plan, Acts, "share", "hidden", "endpoints", "injected", "asked", "starts", "kinds");

    private static ActsPlan Acts(ActsPlan plan, string key, SettingsNode value) => key switch
    {
        "share" => plan with { Share = value.Share() },
        "hidden" => plan with { Hidden = value.Share() },
        "endpoints" => plan with { Endpoints = value.Count(1, 200) },
        "injected" => plan with { Injected = value.Share() },
        "asked" => plan with { Asked = value.Share() },
        "starts" => plan with { Starts = Starts(value, plan.Starts) },
        _ => plan with { Kinds = [.. value.AnyMembers().Select(m => Kind(m.Key, m.Node))] },
    };

    private static StartLag Starts(SettingsNode node, StartLag usual)
    {
        var lag = node.Fold(
            usual,
            (l, key, value) => key switch
            {
                "soon" => l with { Start = value.Spread() },
                "within" => l with { Within = value.Share() },
                "after" => l with { After = value.Share() },
                _ => l with { Tail = value.Spread() },
            },
            "soon", "within", "after", "tail");
        return lag.Within + lag.After <= 1 ? lag : throw node.Unexpected("'within' and 'after' that sum to at most 1");
    }

    private static ActPlan Kind(string name, SettingsNode node)
    {
        if (!ActCatalogue.Names.Contains(name))
            throw new ConfigurationException(
                $"{node.KeyPlace}: '{name}' is no act. Known: {string.Join(", ", ActCatalogue.Names)}.");
        return node.Fold(
            new ActPlan(name), Kind, "weight", "said", "works", "opaque_works", "lives", "holds", "reconnects", "unanswered", "refused");
    }

    private static ActPlan Kind(ActPlan plan, string key, SettingsNode value) => key switch
    {
        "weight" => plan with { Weight = value.Number(1_000) },
        "said" => plan with { Said = Said(value) },
        "works" => plan with { Works = value.Share() },
        "opaque_works" => plan with { OpaqueWorks = value.Share() },
        "lives" => plan with { Lives = value.Spread() },
        "holds" => plan with { Holds = value.Spread() },
        "reconnects" => plan with { Reconnects = value.Spread() },
        "unanswered" => plan with { Unanswered = value.Share() },
        _ => plan with { Refused = value.Share() },
    };

    private static Dictionary<Saying, double> Said(SettingsNode node) =>
        node.Members(PlanValues.Names<Saying>()).ToDictionary(m => Enum.Parse<Saying>(m.Key, ignoreCase: true), m => m.Value.Number(1_000));
}
