// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;

namespace FwCorrelate.Simulation;

/// <summary>A scenario that a file describes: shipped with the program, or the user's own. README.md of this project lists the keys.</summary>
public sealed class FileScenario : Scenario
{
    private const string ShippedFolder = "scenarios/";
    private readonly ScenarioPlan _plan;

    private FileScenario(ScenarioPlan plan) => _plan = plan;

    /// <summary>Those that ship with the program, by name.</summary>
    public static IReadOnlyList<FileScenario> Shipped { get; } = [.. ShippedNames().Select(ReadShipped)];

    public override string Name => _plan.Name;

    public override string Summary => _plan.Summary;

    public override ulong DefaultSeed => 1;

    public override bool HasFixture => false;

    /// <summary>Reads a scenario file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or used; the message names file and line.</exception>
    public static FileScenario Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileScenario(ScenarioReader.Read(File.ReadAllText(path), Path.GetFileNameWithoutExtension(path), path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }

    public override GeneratedCase Generate(ulong seed)
    {
        var random = new SeededRandom(seed).Fork(Name);
        var world = new FleetWorld(_plan, random);
        new FleetBuilder(world, random.Fork("fleet")).Build();
        world.Traffic.Sandboxes.AddRange(world.Sandboxes.Select(s => s.Place));
        var agents = new FleetAgents(world, random.Fork("agents"));
        agents.Run();
        DropSpans(world, random.Fork("spans"));
        new ActTraffic(world, random.Fork("acts")).Run();
        new OrdinaryTraffic(world, random.Fork("ordinary")).Run();
        return new FleetCase(world, agents.Episodes, random.Fork("sensors")).Make();
    }

    private static void DropSpans(FleetWorld world, SeededRandom random)
    {
        var traces = world.Plan.Traces;
        foreach (var call in world.Sandboxes.SelectMany(s => s.Calls))
            call.IsDropped = random.NextUnit() < traces.Dropped || (call.Promise is not null && random.NextUnit() < traces.DroppedActs);
    }

    private static IEnumerable<string> ShippedNames() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(ShippedFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static FileScenario ReadShipped(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!, Encoding.UTF8);
        return new FileScenario(ScenarioReader.Read(reader.ReadToEnd(), Path.GetFileNameWithoutExtension(resource), Path.GetFileName(resource)));
    }
}
