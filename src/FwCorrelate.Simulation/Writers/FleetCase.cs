// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Oracle;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>What sensors and tracers make of a world: the case, and the truth of its records.</summary>
internal sealed class FleetCase
{
    private const string TraceSource = "traces";

    private readonly FleetWorld _world;
    private readonly FleetHistory _history;
    private readonly SeededRandom _random;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<FleetTruthLine> _truth = [];
    private readonly Dictionary<SimulatedConnection, Happening> _happenings;
    private readonly Dictionary<SimulatedConnection, Judgement> _judged;

    public FleetCase(FleetHistory history, SeededRandom random)
    {
        (_history, _world, _random) = (history, history.World, random);
        _happenings = _world.Happenings.ToDictionary(
            h => h.Connection, h => h, (IEqualityComparer<SimulatedConnection>)ReferenceEqualityComparer.Instance);
        _judged = new CauseOracle(_world).JudgeAll();
    }

    public GeneratedCase Make()
    {
        foreach (var log in _world.Plan.Logs)
            AddLog(log);
        Add("timeline/traces.jsonl", TraceLines());
        Add("leases/leases.csv", FleetLeases.Lines(_world));
        Add("case.yml", Settings());
        return new GeneratedCase(_files, FleetTruth.Write(_truth));
    }

    private void AddLog(LogPlan log)
    {
        foreach (var (path, lines) in new FleetLogs(_world, log, _random.Fork(log.Name)).Files())
        {
            Add(path, lines.Select(l => l.Text));
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].LeavesSandbox is { } connection)
                    _truth.Add(TruthOf(log, path, i + 1, connection));
            }
        }
    }

    private FleetTruthLine TruthOf(LogPlan log, string path, int line, SimulatedConnection connection)
    {
        var happening = _happenings.GetValueOrDefault(connection);
        var host = connection.Cause.Sandbox?.Host.ClockError.TotalSeconds ?? 0;
        var zone = log is { Zone: { } local, TellsZone: false } ? local.GetUtcOffset(connection.Start).Seconds : 0;
        return new FleetTruthLine(
            path, line, connection, happening, _judged.GetValueOrDefault(connection, Judgement.OutsideSandboxes),
            log.Form == LogForm.CloudFirewallInternet && !_world.Plan.Logs.Any(l => l.Form == LogForm.CloudFirewallNat),
            log.Clock.ErrorAt((connection.Start - _world.Start).TotalHours) + zone - host);
    }

    private IEnumerable<string> TraceLines()
    {
        var lost = _world.Sandboxes.SelectMany(s => s.Calls).Where(c => c.IsDropped).Select(c => c.Call.SpanId)
            .ToHashSet(StringComparer.Ordinal);
        var traces = _world.Plan.Traces;
        var gen = new FleetSpans(traces.Results);
        var spans = traces.Form switch
        {
            TraceForm.OpenInference => _history.Episodes.SelectMany(OpenInferenceSpans.Of),
            TraceForm.Roll => RollLines(),
            _ => _history.Episodes.SelectMany(gen.Of),
        };
        var ends = EndsOfDeadEpisodes();
        var kept = spans.Where(s => !lost.Contains(s.SpanId) && !_history.Losses.IsOutAt(s.End))
            .Select(s => ends.TryGetValue(s.SpanId, out var end) ? s with { Start = end, End = end } : s);
        return traces.Form == TraceForm.Console ? ConsoleSpans.Lines(kept, DateTimeZone.Utc) : OtlpJson.Lines(kept);
    }

    /// <summary>By span, the one stamp that all spans of its episode carry.</summary>
    private Dictionary<string, Instant> EndsOfDeadEpisodes()
    {
        var ends = new Dictionary<string, Instant>(StringComparer.Ordinal);
        foreach (var episode in _history.Episodes.Where(e => e.Calls[0].HasDeadClock).Select(e => e.Episode))
        {
            var end = episode.Sandbox.Host.Stamp(episode.End);
            foreach (var span in episode.Turns.Select(t => t.ChatSpanId).Concat(episode.Calls.Select(c => c.SpanId))
                .Append(episode.RootSpanId))
                ends[span] = end;
        }

        return ends;
    }

    private IEnumerable<Span> RollLines()
    {
        var roll = new RollSpans(_random.Fork("roll"), "trainer");
        return _history.Episodes.Select(e => e.Episode).GroupBy(e => e.Place.Step).OrderBy(s => s.Key)
            .SelectMany(s => roll.OfStep(s.Key, (s.Min(e => e.Start), s.Max(e => e.End)), [.. s]));
    }

    private IEnumerable<string> Settings()
    {
        yield return $"# Synthetic: made by `fwcorrelate simulate --scenario {_world.Plan.Name}`. No such run, host or incident exists.";
        yield return $"sources: {{{string.Join(", ", _world.Plan.Logs.Select(l => $"{l.Name}: logs/{l.Name}/**"))}, {TraceSource}: "
            + "timeline/**}";
        yield return "internal_networks: [10.0.0.0/8]";
        var zones = _world.Plan.Logs.Where(l => l is { Zone: not null, TellsZone: true }).Select(l => $"{l.Name}: {l.Zone!.Id}").ToList();
        if (zones.Count > 0)
            yield return $"zones: {{{string.Join(", ", zones)}}}";
        if (_world.Plan.Framework.Checkpoints)
            yield return "infrastructure: [{to: 192.0.2.45, ports: [7844], from: hosts, why: the trainer's tunnel}]";
    }

    private void Add(string path, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        _files.Add(path, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
