// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

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
        var (rules, readErrors) = RuleReader.Read(Path.GetFileName(Name), Encoding.UTF8.GetBytes(Text));
        var errors = readErrors.ToList();
        var compiled = new List<(Rule, CompiledRule<JsonEvent>)>();
        foreach (var rule in rules)
        {
            var (result, compileErrors) = RuleCompiler.Compile<JsonEvent>(rule, FieldMap.AnyName, Placeholders);
            errors.AddRange(compileErrors);
            if (result is not null)
                compiled.Add((rule, result));
        }

        return (compiled, errors);
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

    public static IReadOnlyList<string> Expected(JsonElement expect) => [.. expect.GetProperty("detections").EnumerateArray()
        .Select(e => string.Join(' ', e.EnumerateArray().Select(id => id.GetString()).Order(StringComparer.Ordinal)))];

    private static bool Covers(LogSource rule, JsonElement source) =>
        Agrees(rule.Category, source, "category") && Agrees(rule.Product, source, "product") && Agrees(rule.Service, source, "service");

    private static bool Agrees(string wanted, JsonElement source, string part) =>
        wanted == "" || (source.TryGetProperty(part, out var value) && value.GetString() == wanted);
}
