// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using NodaTime;
using NodaTime.HighPerformance;
using NodaTime.Text;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>One file of format <c>sigma-case/1</c>: rules, events, and which rules must hold for which event.</summary>
internal sealed class SigmaCase
{
    private readonly JsonElement _root;

    private SigmaCase(string path)
    {
        Name = path;
        _root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }

    public string Name { get; }

    public string Text => string.Join('\n', _root.GetProperty("rules").EnumerateArray().Select(l => l.GetString()));

    public IReadOnlyList<JsonElement> Events => [.. _root.GetProperty("events").EnumerateArray()];

    public static SigmaCase Read(string path) => new(path);

    /// <summary>The expectation, else every documented reading of an ambiguous case.</summary>
    public IReadOnlyList<JsonElement> Readings => _root.TryGetProperty("readings", out var readings)
        ? [.. readings.EnumerateArray().Select(r => r.GetProperty("expect"))]
        : [_root.GetProperty("expect")];

    private IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders
    {
        get
        {
            var values = new Dictionary<string, IReadOnlyList<string>>();
            if (_root.TryGetProperty("options", out var options) && options.TryGetProperty("placeholders", out var placeholders))
            {
                foreach (var placeholder in placeholders.EnumerateObject())
                    values[placeholder.Name] = [.. placeholder.Value.EnumerateArray().Select(v => v.GetString()!)];
            }

            return values;
        }
    }

    /// <summary>Compiles the rules; the errors of reading and compiling together.</summary>
    public (List<(Rule Rule, CompiledRule<JsonEvent> Compiled)> Rules, List<RuleError> Errors) Load()
    {
        var (rules, _, errors) = Load(CorrelationSemantics.Default);
        return (rules, errors);
    }

    /// <summary>Compiles the rules, their filters and their correlations.</summary>
    public (List<(Rule Rule, CompiledRule<JsonEvent> Compiled)> Rules, CorrelationPlan Plan, List<RuleError> Errors) Load(CorrelationSemantics semantics)
    {
        var read = RuleReader.Read(Path.GetFileName(Name), Encoding.UTF8.GetBytes(Text));
        var errors = read.Errors.ToList();
        var compiled = new List<(Rule, CompiledRule<JsonEvent>)>();
        foreach (var rule in RuleFilters.Apply(read.Rules, read.Correlations, read.Filters, SigmaOptions.Default with { Placeholders = Placeholders }, errors))
        {
            var (result, compileErrors) = RuleCompiler.Compile<JsonEvent>(rule, FieldMap.AnyName, Placeholders);
            errors.AddRange(compileErrors);
            if (result is not null)
                compiled.Add((rule, result));
        }

        var plan = CorrelationCompiler.Compile(
            read.Correlations, [.. compiled.Select(c => new DetectionInUse(c.Item1, FieldMap.AnyName))], new Dictionary<RuleDocument, RuleErrorKind>(), semantics, errors);
        return (compiled, plan, errors);
    }

    /// <summary>Runs the correlations over all events, which may come in any order.</summary>
    public IReadOnlyList<CorrelationMatch> Correlate(IReadOnlyList<(Rule Rule, CompiledRule<JsonEvent> Compiled)> rules, CorrelationPlan plan)
    {
        var correlator = plan.Start(new CorrelationOptions { AllowedLateness = Duration.FromDays(3650) });
        foreach (var (index, element) in Events.Index())
        {
            var e = new JsonEvent(element);
            var time = InstantPattern.ExtendedIso.Parse(element.GetProperty(_root.GetProperty("time_field").GetString()!).GetString()!).Value;
            correlator.Add(index, Instant64.FromInstant(time), in e, [.. rules.Index().Where(r => r.Item.Compiled.Full.Matches(in e)).Select(r => r.Index)]);
        }

        correlator.Complete();
        return correlator.TakeMatches();
    }

    /// <summary>For each event the rules that match, in alphabetical order.</summary>
    public IReadOnlyList<string> Detections(IReadOnlyList<(Rule Rule, CompiledRule<JsonEvent> Compiled)> rules)
    {
        var sources = _root.TryGetProperty("options", out var options) && options.TryGetProperty("event_logsource", out var given)
            ? given.EnumerateArray().ToArray() : null;
        return [.. Events.Select((e, i) => string.Join(' ', rules
            .Where(r => sources is null || Covers(r.Rule.LogSource, sources[i]))
            .Where(r => r.Compiled.Full.Matches(new JsonEvent(e)))
            .Select(r => r.Rule.Id).Order(StringComparer.Ordinal)))];
    }

    public static IReadOnlyList<string> Expected(JsonElement expect, string key = "detections") => [.. expect.GetProperty(key).EnumerateArray()
        .Select(e => string.Join(' ', e.EnumerateArray().Select(id => id.GetString()).Order(StringComparer.Ordinal)))];

    /// <summary>The firings as one text each: rule, group and the arrival that completed the first window.</summary>
    public static IReadOnlyList<string> ExpectedCorrelations(JsonElement expect) =>
    [
        .. expect.GetProperty("correlations").EnumerateArray().Select(c => Describe(
            c.GetProperty("rule").GetString()!,
            c.GetProperty("group").EnumerateObject().Select(g => KeyValuePair.Create(g.Name, g.Value.GetString())),
            c.TryGetProperty("first_at", out var at) ? at.GetInt64() : null)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The first firing of each rule and group, in the same form.</summary>
    /// <param name="withArrival">Whether the case tells the arrival at which it fires.</param>
    public static IReadOnlyList<string> Describe(IEnumerable<CorrelationMatch> matches, bool withArrival) =>
    [
        .. matches.GroupBy(m => (m.Rule.Id, string.Join('\0', m.Group))).Select(g => g.MinBy(m => m.Fired)!)
            .Select(m => Describe(m.Rule.Id, m.Group, withArrival ? m.Events.Where(e => e.Time <= m.Fired).Max(e => e.Id) : null)).Order(StringComparer.Ordinal),
    ];

    private static string Describe(string rule, IEnumerable<KeyValuePair<string, string?>> group, long? at) =>
        $"{rule} {{{string.Join(", ", group.Select(g => $"{g.Key}: {g.Value ?? "null"}").Order(StringComparer.Ordinal))}}} at {at}";

    private static bool Covers(LogSource rule, JsonElement source) =>
        Agrees(rule.Category, source, "category") && Agrees(rule.Product, source, "product") && Agrees(rule.Service, source, "service");

    private static bool Agrees(string wanted, JsonElement source, string part) =>
        wanted == "" || (source.TryGetProperty(part, out var value) && value.GetString() == wanted);
}
