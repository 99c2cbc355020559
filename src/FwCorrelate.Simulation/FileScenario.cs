// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.Writers;
using NodaTime;

namespace FwCorrelate.Simulation;

/// <summary>
/// A scenario that a file describes: shipped with the program, or the user's own. README.md of this project lists the keys.
/// </summary>
public sealed class FileScenario : Scenario
{
    private const string ShippedFolder = "scenarios/";

    /// <summary>What others that ship are like; it is like none.</summary>
    private const string Model = "exclusive";
    private readonly Lazy<ScenarioPlan> _plan;

    private FileScenario(string name, Func<ScenarioPlan> read) => (Name, _plan) = (name, new Lazy<ScenarioPlan>(read));

    /// <summary>Those that ship with the program, by name; each is read when it is asked for more than its name.</summary>
    public static IReadOnlyList<FileScenario> Shipped { get; } = [.. ShippedNames().Select(OfResource)];

    public override string Name { get; }

    public override string Summary => _plan.Value.Summary;

    public override ulong DefaultSeed => 1;

    public override bool HasFixture => false;

    /// <summary>Reads a scenario file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or used; the message names file and line.</exception>
    public static FileScenario Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var (text, name) = (File.ReadAllText(path), Path.GetFileNameWithoutExtension(path));
            var plan = ScenarioReader.Read(text, name, path, PlanOf);
            return new FileScenario(name, () => plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The same scenario with less of it: for tests that must be quick.</summary>
    public FileScenario Shortened(Duration length, int sandboxes) =>
        new(Name, () => _plan.Value with { Length = length, Fleet = _plan.Value.Fleet with { Sandboxes = sandboxes } });

    public override GeneratedCase Generate(ulong seed) => new FleetCase(Live(seed), RandomOf(seed).Fork("sensors")).Make();

    /// <summary>Calls and bursts of one seed without any file: for statistics over many runs.</summary>
    public RunSketch Sketch(ulong seed) => RunSketch.Of(Live(seed).World);

    /// <summary>Lets a world happen.</summary>
    internal FleetHistory Live(ulong seed)
    {
        var random = RandomOf(seed);
        var world = new FleetWorld(_plan.Value, random);
        new FleetBuilder(world, random.Fork("fleet")).Build();
        var episodes = new FleetAgents(world, random.Fork("agents")).Run();
        var losses = new TraceLosses(world, random.Fork("losses"));
        losses.StopClocks(episodes);
        losses.Drop(world.Sandboxes.SelectMany(s => s.Calls));
        new ActTraffic(world, random.Fork("acts")).Run();
        new OrdinaryTraffic(world, random.Fork("ordinary")).Run();
        new FrameworkTraffic(world, random.Fork("framework")).Run(episodes);
        new IntruderTraffic(world, random.Fork("intruders")).Run();
        return new FleetHistory(world, episodes, losses);
    }

    private static ScenarioPlan? PlanOf(string name) => Shipped.FirstOrDefault(s => s.Name == name)?._plan.Value;

    private SeededRandom RandomOf(ulong seed) => new SeededRandom(seed).Fork(Name);

    private static IEnumerable<string> ShippedNames() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(ShippedFolder, StringComparison.Ordinal))
        .OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal);

    private static FileScenario OfResource(string resource)
    {
        var name = Path.GetFileNameWithoutExtension(resource);
        return new FileScenario(name, () =>
        {
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!, Encoding.UTF8);
            return ScenarioReader.Read(
                reader.ReadToEnd(), name, resource[ShippedFolder.Length..], like => like == Model ? PlanOf(like) : null);
        });
    }
}
