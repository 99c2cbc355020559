// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cases;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Rules;

/// <summary>A case that was investigated with the rules in question, and everything that explanations need of it.</summary>
public sealed class RuleCase : IDisposable
{
    private readonly LoadedRules _rules;
    private readonly IReadOnlyDictionary<string, int> _indexes;
    private readonly IReadOnlyList<IncidentRecord> _records;
    private readonly IReadOnlyList<MatchedCall> _calls;

    private RuleCase(LoadedRules rules, CaseRun run, InvestigationResult result)
    {
        _rules = rules;
        _indexes = rules.Detector.Rules.Index().ToDictionary(r => r.Item.Id, r => r.Index, StringComparer.Ordinal);
        (_records, _calls) = (run.Records, run.Calls);
        Result = result;
    }

    /// <summary>What the investigation found; records are read from it until the case is disposed.</summary>
    public InvestigationResult Result { get; }

    /// <summary>Investigates a case. Cancelling ends it early with what was read so far.</summary>
    /// <param name="rulesOf">The rules, given the settings of the case.</param>
    /// <exception cref="ConfigurationException">A path, option or setting cannot be used; nothing was done.</exception>
    public static RuleCase Read(
        InvestigationOptions options, Func<CaseSettings, LoadedRules> rulesOf, IProgress<InvestigationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rulesOf);
        var watch = Stopwatch.StartNew();
        using var inputs = CaseInputs.Find(options, standardInput: null, progress: progress, cancellation: cancellation);
        var rules = rulesOf(inputs.Settings);
        var run = CaseRun.Read(options, inputs, _ => rules.Detector, progress, cancellation);
        return new RuleCase(rules, run, Investigation.Assemble(options, run, rules, watch, cancellation.IsCancellationRequested));
    }

    /// <summary>Records that a detection matched, in the order of their content; those included that only correlations ask for.</summary>
    /// <param name="rule">Index in the detector's rules.</param>
    public IReadOnlyList<AttributedRecord> RecordsOf(int rule) =>
        [.. _records.Where(r => r.Rules.Any(m => m.Id == _rules.Detector.Rules[rule].Id)).Select(r => r.Attributed)];

    /// <summary>Tool calls that a detection matched, likewise.</summary>
    /// <param name="rule">Index in the detector's rules.</param>
    public IReadOnlyList<ToolCall> CallsOf(int rule) =>
        [.. _calls.Where(c => c.Rules.Any(m => m.Id == _rules.Detector.Rules[rule].Id)).Select(c => c.Call)];

    /// <summary>What a detection says of a record of the case, with its cause.</summary>
    public EventVerdict Explain(int rule, AttributedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _rules.Detector.Explain(rule, record.Record, record.Attribution);
    }

    /// <summary>
    /// What a correlation says of the case; its events are numbered as <see cref="RecordAt"/> and <see cref="CallAt"/> take them.
    /// </summary>
    public CorrelationVerdict Explain(int rule)
    {
        var trial = new CorrelationTrial(_rules.Detector);
        for (var i = 0; i < _records.Count; i++)
        {
            // Its text has to be read for this, so only where a correlation wants it.
            var rules = IndexesOf(_records[i].Rules);
            if (!rules.Any(_rules.Detector.Correlations.Uses))
                continue;
            var attributed = _records[i].Attributed;
            trial.Add(i, CorrelationStage.TimeOf(_records[i]), attributed.Record, attributed.Attribution, rules);
        }

        for (var i = 0; i < _calls.Count; i++)
            trial.Add(_records.Count + i, _calls[i].Call);
        return trial.Explain(rule);
    }

    /// <summary>The record of that number; null where it is a call's.</summary>
    public AttributedRecord? RecordAt(long id) => id < _records.Count ? _records[(int)id].Attributed : null;

    /// <summary>The call of that number.</summary>
    public ToolCall CallAt(long id) => _calls[(int)id - _records.Count].Call;

    public void Dispose() => Result.Dispose();

    private IReadOnlyList<int> IndexesOf(IReadOnlyList<RuleSummary> rules) => [.. rules.Select(r => _indexes[r.Id])];
}
