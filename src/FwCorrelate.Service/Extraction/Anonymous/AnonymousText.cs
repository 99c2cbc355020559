// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FwCorrelate.Cases;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Extraction.Anonymous;

/// <summary>
/// Text of a case with replacements. JSON is gone through value by value, also JSON within its texts, so that escapes hide nothing; what
/// people and models said is made unreadable but for what it names.
/// </summary>
internal sealed partial class AnonymousText : IExtractText
{
    private const int LongestName = 128;
    private const int DeepestNesting = 8;
    private readonly Replacements _replacements;
    private readonly RuleWords _rules = new();
    private bool _isLearning;
    private bool _holdsSpeech;

    public AnonymousText(ReadOnlyMemory<byte> key, Timeline timeline)
    {
        _replacements = new Replacements(new ReplacementKey(key), _rules);
        foreach (var call in timeline.Calls.Concat(timeline.Untimed))
            Learn(call.RunId, call.EpisodeId, call.SandboxId, call.HostId, call.TaskId);
        foreach (var episode in timeline.Episodes)
            Learn(episode.RunId, episode.Id, episode.SandboxId, episode.TaskId, episode.Checkpoint);
        foreach (var lease in timeline.Leases)
            Learn(lease.OwnerId, lease.Host, lease.Network);
    }

    /// <summary>What was replaced by what.</summary>
    public IEnumerable<(string Original, string Replacement)> Made => _replacements.Made;

    /// <summary>Takes the names out of a text before any is written: one may stand in a command before a log says what it is.</summary>
    public void LearnFrom(ReadOnlySpan<byte> text)
    {
        _isLearning = true;
        Whole(text);
        _isLearning = false;
    }

    public byte[] Line(ReadOnlySpan<byte> line) => Written(line, holdsSpeech: false);

    public byte[] Whole(ReadOnlySpan<byte> text) => Written(text, holdsSpeech: true);

    public string Text(string text) => _replacements.In(text);

    public string Id(string id) => _replacements.In(id);

    public CaseSettings Settings(CaseSettings settings) => settings with
    {
        Sources = [.. settings.Sources.Select(s => new NamedSource(Text(s.Name), Text(s.Glob)))],
        Years = Renamed(settings.Years),
        Zones = Renamed(settings.Zones),
        ClockOffsets = Renamed(settings.ClockOffsets),
        Slack = Renamed(settings.Slack),
        InternalNetworks = [.. settings.InternalNetworks.Select(_replacements.Of)],
        Infrastructure =
            [.. settings.Infrastructure.Select(e => e with { To = Text(e.To), From = Text(e.From), Why = "(left out)", By = "" })],
        CustodyCase = null,
        CustodyExaminer = null,
        Decisions = [],
    };

    private byte[] Written(ReadOnlySpan<byte> text, bool holdsSpeech)
    {
        _holdsSpeech = holdsSpeech;
        var read = Encoding.UTF8.GetString(text);
        return Encoding.UTF8.GetBytes(AsJson(read, isSpeech: false, 0) ?? AsLines(read));
    }

    private Dictionary<string, T> Renamed<T>(IReadOnlyDictionary<string, T> settings) =>
        settings.ToDictionary(s => Text(s.Key), s => s.Value);

    private void Learn(params string?[] names)
    {
        foreach (var name in names)
            _replacements.Learn(name);
    }

    // Lines of JSON within a text that is none as a whole, and anything else.
    private string AsLines(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? string.Join('\n', text.Split('\n').Select(l => AsJson(l, isSpeech: false, 0) ?? Replaced(l, isSpeech: false)))
        : Replaced(text, isSpeech: false);

    private string? AsJson(string text, bool isSpeech, int depth)
    {
        if (depth > DeepestNesting || text.AsSpan().Trim() is not (['{', .., '}'] or ['[', .., ']']))
            return null;
        try
        {
            if (JsonNode.Parse(text) is not { } root)
                return null;
            Walk(root, "", isSpeech, depth);
            return root.ToJsonString(ExtractJson.Options);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Walk(JsonNode node, string name, bool isSpeech, int depth)
    {
        switch (node)
        {
            case JsonObject members:
                // An OTLP attribute keeps its name beside its value.
                var key = members["key"] is JsonValue k && k.TryGetValue<string>(out var text) ? text : null;
                foreach (var (member, value) in members.ToList())
                {
                    if (member != "key" || key is null)
                    {
                        var called = member is "value" or "stringValue" ? key ?? name : member;
                        Replace(value, called, isSpeech, depth, v => members[member] = v);
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var at = i;
                    Replace(items[i], name, isSpeech, depth, v => items[at] = v);
                }

                break;
        }
    }

    private void Replace(JsonNode? value, string name, bool isSpeech, int depth, Action<JsonNode> set)
    {
        isSpeech |= _holdsSpeech && Speech().IsMatch(name);
        if (value is JsonObject or JsonArray)
            Walk(value, name, isSpeech, depth);
        else if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text))
            set(JsonValue.Create(Value(name, text, isSpeech, depth))!);
    }

    private string Value(string name, string text, bool isSpeech, int depth)
    {
        if (_isLearning && text.Length <= LongestName && Naming().IsMatch(name) && !NotNaming().IsMatch(name))
            _replacements.Learn(text);
        if (_isLearning && Account().IsMatch(name))
            _replacements.LearnNumber(text);
        return AsJson(text, isSpeech, depth + 1) ?? Replaced(text, isSpeech && !Exact().IsMatch(name));
    }

    private string Replaced(string text, bool isSpeech)
    {
        if (_isLearning)
            return text;
        text = _replacements.In(text);
        return isSpeech ? Word().Replace(text, m => _rules.Hold(m.Value) ? m.Value : new string('x', m.Length)) : text;
    }

    /// <summary>Members that hold what people, models and tools said.</summary>
    [GeneratedRegex("message|prompt|completion|content|output|result|response|instruction|reasoning|thinking|transcript|observation",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Speech();

    /// <summary>Members within speech that are read as they are: kinds, names of tools, ids, commands.</summary>
    [GeneratedRegex(
        "^(role|type|name|id|tool|.*_id|.*\\.id|command|cmd|code|input|arguments|status|finish_reason|.*finish_reasons?|model)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Exact();

    /// <summary>Members whose value names an account, a machine or somebody.</summary>
    [GeneratedRegex("account|aliuid|owner|tenant|project|subscription|instance.?id|instance.?name|host|node|pod|namespace|container|"
        + "cluster|user|sandbox|episode|exp_name|run\\.id|run_id|task|traj|session|device|vswitch|vpc|vm.?name|member_uid|computer"
        + "|workspace",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Naming();

    /// <summary>Members that tell the number of an account.</summary>
    [GeneratedRegex("account|uid$|owner|tenant|project|subscription", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Account();

    [GeneratedRegex("agent|type|kind|state|version|count|time|http|container.?runtime|_ip$|action",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NotNaming();

    [GeneratedRegex(@"(?<![\w.@/:-])[\p{L}]{3,}(?![\w@/:-]|\.\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
