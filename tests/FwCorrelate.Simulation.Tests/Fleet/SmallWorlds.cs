// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using FwCorrelate.Simulation.Fleet;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Fleet;

/// <summary>Every shipped scenario, shortened, with one seed; made once.</summary>
internal static class SmallWorlds
{
    public const ulong Seed = 11;
    private static readonly ConcurrentDictionary<string, FleetHistory> Worlds = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, GeneratedCase> Cases = new(StringComparer.Ordinal);

    public static IEnumerable<object[]> Names => FileScenario.Shipped.Select(s => new object[] { s.Name });

    public static FleetHistory Of(string name) => Worlds.GetOrAdd(name, n => Scenario(n).Live(Seed));

    public static GeneratedCase Case(string name) => Cases.GetOrAdd(name, n => Scenario(n).Generate(Seed));

    public static FileScenario Scenario(string name) => FileScenario.Shipped.First(s => s.Name == name).Shortened(Duration.FromMinutes(50), 16);
}
