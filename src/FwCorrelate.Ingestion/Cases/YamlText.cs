// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>
/// Reads the part of YAML that settings need. Anchors, aliases, merge keys, tags and duplicate keys are refused: they make
/// a file mean something else than it says. Depth and size are bounded.
/// </summary>
internal sealed class YamlText
{
    /// <summary>Characters of a file.</summary>
    public const int LongestFile = 1024 * 1024;

    private const int DeepestNesting = 16;
    private readonly string _name;
    private readonly YamlEvents _parser;

    private YamlText(string text, string name)
    {
        _name = name;
        _parser = new YamlEvents(text);
    }

    /// <param name="name">The file as messages name it.</param>
    /// <returns>Null for an empty file.</returns>
    /// <exception cref="ConfigurationException">The text is not such YAML; the message starts with <c>file:line:column</c>.</exception>
    public static YamlValue? Read(string text, string name)
    {
        if (text.Length > LongestFile)
            throw new ConfigurationException($"{name}: the file has more than {LongestFile} characters.");
        var yaml = new YamlText(text, name);
        try
        {
            return yaml.ReadDocument();
        }
        catch (YamlException e)
        {
            throw new ConfigurationException(
                $"{name}:{e.Start.Line}:{e.Start.Column}: this is not YAML: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var value = ReadValue(0);
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<StreamEnd>(out _)
            ? value.IsEmpty ? null : value
            : throw Refuse(_parser.Current!, "a second document starts here: a settings file holds one");
    }

    private YamlValue ReadValue(int depth)
    {
        var at = _parser.Current ?? throw new ConfigurationException($"{_name}: the file ends early.");
        if (depth > DeepestNesting)
            throw Refuse(at, $"values are nested deeper than {DeepestNesting} levels");
        if (at is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            throw Refuse(at, "anchors and aliases (& and *) are not allowed: write the value out");
        if (at is NodeEvent { Tag.IsEmpty: false })
            throw Refuse(at, "tags (!) are not allowed");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return YamlValue.Scalar(scalar.Value, Line(scalar), Column(scalar));
        return _parser.TryConsume<SequenceStart>(out var sequence) ? ReadItems(sequence, depth)
            : ReadMembers(_parser.Consume<MappingStart>(), depth);
    }

    private YamlValue ReadItems(SequenceStart start, int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadValue(depth + 1));
        return YamlValue.List(items, Line(start), Column(start));
    }

    private YamlValue ReadMembers(MappingStart start, int depth)
    {
        var members = new List<(string Key, int Line, int Column, YamlValue Value)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!;
            var key = ReadValue(depth + 1);
            if (key.Text is null)
                throw Refuse(at, "a key is a list or a map, expected a name");
            if (key.Text == "<<")
                throw Refuse(at, "merge keys (<<) are not allowed: write the values out");
            if (!seen.TryAdd(key.Text, key.Line))
                throw Refuse(at, $"the key '{key.Text}' is there twice, first on line {seen[key.Text]}");
            members.Add((key.Text, key.Line, key.Column, ReadValue(depth + 1)));
        }

        return YamlValue.Map(members, Line(start), Column(start));
    }

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;

    private ConfigurationException Refuse(ParsingEvent at, string problem) => new($"{_name}:{Line(at)}:{at.Start.Column}: {problem}.");
}
