// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>The calls of a timeline with their templates. Most calls are only counted.</summary>
internal sealed class CallBook(TimelineIndex timeline)
{
    private readonly Dictionary<ToolCall, CallFacts> _facts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ulong, TextFacts> _texts = [];
    private readonly Dictionary<ulong, ProgramFacts> _programs = [];
    private readonly Dictionary<DestinationTelling, Dictionary<int, int>> _textsByCalls = [];
    private Dictionary<ulong, TextCount>? _textCounts;
    private Dictionary<ulong, ProgramCount> _programCounts = [];

    public IEnumerable<CallFacts> Facts => _facts.Values;

    /// <summary>Those of calls that were asked for.</summary>
    public IEnumerable<TextFacts> Texts => _texts.Values;

    /// <summary>Calls of the timeline.</summary>
    public int Count => Math.Max(1, timeline.Timeline.Calls.Count);

    /// <summary>How many texts of the timeline tell so much of destinations, by their number of calls; of a text, its first call counts for
    /// all.</summary>
    public IReadOnlyDictionary<int, int> TextsByCalls(DestinationTelling telling) => _textsByCalls.GetValueOrDefault(telling, []);

    public CallFacts Of(ToolCall call, int sandbox)
    {
        if (_facts.TryGetValue(call, out var facts))
            return facts;
        var template = CommandTemplate.Of(call.Command ?? call.Arguments);
        facts = new CallFacts(call, timeline.ReadingOf(call), sandbox, TextOf(template));
        _facts.Add(call, facts);
        return facts;
    }

    private TextFacts TextOf(CommandTemplate template)
    {
        if (_textCounts is null)
            CountTemplates();
        if (_texts.TryGetValue(template.Text, out var text))
            return text;
        if (!_programs.TryGetValue(template.Program, out var program))
        {
            program = new ProgramFacts(_programCounts.GetValueOrDefault(template.Program, ProgramCount.One));
            _programs.Add(template.Program, program);
        }

        text = new TextFacts(_textCounts!.GetValueOrDefault(template.Text, TextCount.One), program);
        _texts.Add(template.Text, text);
        program.KnownTexts.Add(text);
        return text;
    }

    private void CountTemplates()
    {
        (_textCounts, _programCounts) = ([], []);
        foreach (var call in timeline.Timeline.Calls)
        {
            var template = CommandTemplate.Of(call.Command ?? call.Arguments);
            ref var text = ref CollectionsMarshal.GetValueRefOrAddDefault(_textCounts, template.Text, out var isKnown);
            text = isKnown ? text with { Calls = text.Calls + 1 } : new TextCount(1, CallFacts.TellingOf(timeline.ReadingOf(call)));
            ref var program = ref CollectionsMarshal.GetValueRefOrAddDefault(_programCounts, template.Program, out _);
            program = new ProgramCount(program.Calls + 1, program.Texts + (isKnown ? 0 : 1));
        }

        foreach (var text in _textCounts.Values)
        {
            if (!_textsByCalls.TryGetValue(text.Telling, out var texts))
                _textsByCalls.Add(text.Telling, texts = []);
            texts[text.Calls] = texts.GetValueOrDefault(text.Calls) + 1;
        }
    }
}
