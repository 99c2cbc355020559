// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using FwCorrelate.Simulation.Aws;
using FwCorrelate.Simulation.Benign;
using FwCorrelate.Simulation.Breakout;
using FwCorrelate.Simulation.Rome;

namespace FwCorrelate.Simulation;

/// <summary>All scenarios.</summary>
public static class ScenarioCatalogue
{
    /// <summary>Those that are code, then those that are files, each by name.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
        [new AwsScenario(), new BenignScenario(), new BreakoutScenario(), new RomeScenario(), .. FileScenario.Shipped];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Finds a scenario by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Scenario? scenario)
    {
        scenario = All.FirstOrDefault(s => s.Name == name);
        return scenario is not null;
    }
}
