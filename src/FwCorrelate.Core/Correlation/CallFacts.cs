// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Commands;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>What attribution asks of one call, looked up once. Times are true times in seconds since the epoch.</summary>
internal sealed class CallFacts
{
    public CallFacts(ToolCall call, CommandReading reading, int sandbox, TemplateFacts text, TemplateFacts program)
    {
        Call = call;
        Reading = reading;
        Sandbox = sandbox;
        Text = text;
        Program = program;
        Start = LagReader.SecondsOf(call.TrueStart.Value);
        End = LagReader.SecondsOf(call.TrueEnd.Value);
        Doubt = call.Start.Uncertainty.TotalSeconds;
        Timing = new CallTiming(Math.Max(0, End - Start), call.IsOpen, reading.OutlivesCall);
    }

    public ToolCall Call { get; }

    public CommandReading Reading { get; }

    public DestinationTelling Telling => TellingOf(Reading);

    public static DestinationTelling TellingOf(CommandReading reading) =>
        reading.Ability == NetworkAbility.Inert ? DestinationTelling.OpensNothing
        : reading.GoesElsewhere ? DestinationTelling.GoesElsewhere : DestinationTelling.Open;

    /// <summary>Number of the sandbox that it ran in.</summary>
    public int Sandbox { get; }

    public double Start { get; }

    public double End { get; }

    /// <summary>Of its start, seconds.</summary>
    public double Doubt { get; }

    public CallTiming Timing { get; }

    /// <summary>Calls with the same text.</summary>
    public TemplateFacts Text { get; }

    /// <summary>Calls of the same program.</summary>
    public TemplateFacts Program { get; }

    /// <summary>First contacts that it is held to have made, by family; at most one counts.</summary>
    public Dictionary<int, double> Made { get; } = [];

    /// <summary>What of it is counted in what is learnt of its text and program.</summary>
    public Dictionary<int, double> Counted { get; } = [];

    public bool RunsAt(double time) => time >= Start && (Call.IsOpen || time <= End);
}

/// <summary>Calls of one template.</summary>
internal sealed class TemplateFacts(int calls, DestinationTelling telling = DestinationTelling.Open)
{
    /// <summary>Of its first call.</summary>
    public DestinationTelling Telling => telling;

    public int Calls => calls;

    /// <summary>How many of them are held to have made a first contact, by family.</summary>
    public Dictionary<int, double> Made { get; } = [];
}

/// <summary>The calls of a timeline with their templates. Most calls are only counted.</summary>
internal sealed class CallBook(TimelineIndex timeline)
{
    private readonly Dictionary<ToolCall, CallFacts> _facts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ulong, TemplateFacts> _texts = [];
    private readonly Dictionary<ulong, TemplateFacts> _programs = [];
    private readonly Dictionary<ulong, DestinationTelling> _tellings = [];
    private readonly int[] _callsByTelling = new int[Enum.GetValues<DestinationTelling>().Length];
    private Dictionary<ulong, int>? _callsByText;
    private Dictionary<ulong, int> _callsByProgram = [];

    public IEnumerable<CallFacts> Facts => _facts.Values;

    public IEnumerable<TemplateFacts> Texts => _texts.Values;

    /// <summary>Calls of the timeline.</summary>
    public int Count => Math.Max(1, timeline.Timeline.Calls.Count);

    /// <summary>Calls of the timeline whose text tells so much of destinations; of a text, its first call counts for all.</summary>
    public int CountOf(DestinationTelling telling) => _callsByTelling[(int)telling];

    /// <summary>Number of different texts that calls have.</summary>
    public int TextCount => _callsByText?.Count ?? 0;

    public IEnumerable<TemplateFacts> Programs => _programs.Values;

    public CallFacts Of(ToolCall call, int sandbox)
    {
        if (_facts.TryGetValue(call, out var facts))
            return facts;
        if (_callsByText is null)
            CountTemplates();
        var template = CommandTemplate.Of(call.Command ?? call.Arguments);
        facts = new CallFacts(
            call, timeline.ReadingOf(call), sandbox,
            Template(_texts, _callsByText!, template.Text, _tellings.GetValueOrDefault(template.Text)),
            Template(_programs, _callsByProgram, template.Program, default));
        _facts.Add(call, facts);
        return facts;
    }

    private static TemplateFacts Template(
        Dictionary<ulong, TemplateFacts> templates, Dictionary<ulong, int> calls, ulong hash, DestinationTelling telling)
    {
        if (!templates.TryGetValue(hash, out var facts))
            templates.Add(hash, facts = new TemplateFacts(calls.GetValueOrDefault(hash, 1), telling));
        return facts;
    }

    private void CountTemplates()
    {
        (_callsByText, _callsByProgram) = ([], []);
        foreach (var call in timeline.Timeline.Calls)
        {
            var template = CommandTemplate.Of(call.Command ?? call.Arguments);
            if (!_tellings.TryGetValue(template.Text, out var telling))
                _tellings.Add(template.Text, telling = CallFacts.TellingOf(timeline.ReadingOf(call)));
            _callsByTelling[(int)telling]++;
            _callsByText[template.Text] = _callsByText.GetValueOrDefault(template.Text) + 1;
            _callsByProgram[template.Program] = _callsByProgram.GetValueOrDefault(template.Program) + 1;
        }
    }
}
