// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Reads the rules of one file. Whatever cannot be used is reported with its place; nothing is skipped silently.</summary>
public static class RuleReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly HashSet<string> KnownFields = new(StringComparer.Ordinal)
    {
        "title", "id", "name", "related", "taxonomy", "status", "description", "license", "references", "author", "date", "modified",
        "logsource", "detection", "correlation", "filter", "generate", "fields", "falsepositives", "level", "tags", "scope", "action",
        "sigma-version",
    };

    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];

    /// <summary>Reads UTF-8 text; at most 1 MiB.</summary>
    public static RuleDocuments Read(string file, ReadOnlySpan<byte> utf8)
    {
        var errors = new RuleErrors(file);
        var read = new ReadRules([], [], []);
        if (utf8.Length > YamlReader.MaxBytes)
        {
            errors.Add(Position.Start, $"The file has {utf8.Length} bytes; rule files may have {YamlReader.MaxBytes}.",
                "Split it, or remove it from the rules folder.");
            return read.With(errors);
        }

        try
        {
            var text = StrictUtf8.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(Position.Start, "The file holds NUL bytes, so it is no text.", "Save it as UTF-8.");
                return read.With(errors);
            }

            foreach (var document in RuleCollection.Expand(errors.Documents(text), errors))
                ReadDocument(document, read, errors);
            return read.With(errors);
        }
        catch (DecoderFallbackException)
        {
            errors.Add(Position.Start, "The file is not UTF-8 text.", "Save it as UTF-8.");
            return read.With(errors);
        }
    }

    private static void ReadDocument(YamlNode document, ReadRules read, RuleErrors errors)
    {
        if (document is not YamlMapping rule)
        {
            errors.Add(document.Position, $"A rule must be a map with title, logsource and detection; this is {document.Noun}.",
                "Write it as a Sigma rule.");
            return;
        }

        // All of a document is looked at, so that all errors are reported; it counts only where none was.
        var before = errors.Count;
        var described = Describe(rule, errors);
        if (rule["correlation"] is not null)
        {
            if (CorrelationReader.Read(rule, described, errors) is { } correlation && errors.Count == before)
                read.Correlations.Add(correlation);
            return;
        }

        var logSource = ReadLogSource(rule, errors);
        if (rule["filter"] is not null)
        {
            if (FilterReader.Read(rule, described, logSource, errors) is { } filter && errors.Count == before)
                read.Filters.Add(filter);
            return;
        }

        if (DetectionReader.Read(rule, errors) is not { } detection || logSource is null || errors.Count > before)
            return;
        var plain = new Rule(described) { LogSource = logSource, Detections = detection.Detections, Condition = detection.Condition };
        if (detection.Aggregation is null)
            read.Rules.Add(plain);
        else
            read.Add(detection.Aggregation.Expand(plain));
    }

    private static Described Describe(YamlMapping rule, RuleErrors errors)
    {
        var reader = new RuleFields(rule, errors);
        var title = reader.Text("title");
        if (title.Length == 0)
            errors.Add(rule.Position, "The rule has no title.", "Add 'title'.");
        // It describes and decides nothing, so that a capital is no reason to go without the rule.
        var status = reader.Text("status").ToLowerInvariant();
        if (status.Length > 0 && !Statuses.Contains(status))
            errors.Add(reader.Position("status"), $"The status '{status}' is unknown.", $"Use one of {string.Join(", ", Statuses)}.");
        var (id, name) = (reader.Text("id"), reader.Text("name"));
        return new Described
        {
            Id = FirstOf(id, name, title),
            Name = name.Length > 0 ? name : null,
            Title = title,
            Status = status,
            Level = ReadLevel(reader, errors),
            HasLevel = reader.Text("level").Length > 0,
            References = reader.Texts("references"),
            Tags = reader.Texts("tags"),
            FalsePositives = reader.Texts("falsepositives"),
            Description = reader.Text("description"),
            Author = reader.Text("author"),
            Custom = rule.Entries.Where(e => !KnownFields.Contains(e.Key.Text) && e.Value is YamlScalar)
                .ToDictionary(e => e.Key.Text, e => ((YamlScalar)e.Value).Text, StringComparer.Ordinal),
            File = errors.File,
            Position = rule.Position,
        };
    }

    private static LogSource? ReadLogSource(YamlMapping rule, RuleErrors errors)
    {
        if (rule["logsource"] is not YamlMapping source || source.Entries.Count == 0)
        {
            errors.Add(rule["logsource"]?.Position ?? rule.Position, "The rule has no logsource.",
                "Add 'logsource' with category, product or service.");
            return null;
        }

        var reader = new RuleFields(source, errors);
        return new LogSource(reader.Text("category").ToLowerInvariant(), reader.Text("product").ToLowerInvariant(),
            reader.Text("service").ToLowerInvariant(), source.Position);
    }

    private static Level ReadLevel(RuleFields reader, RuleErrors errors)
    {
        var text = reader.Text("level");
        if (text.Length == 0)
            return Level.Medium;
        if (!Levels.TryParse(text, out var level))
            errors.Add(reader.Position("level"), $"The level '{text}' is unknown.", "Use informational, low, medium, high or critical.");
        return level;
    }

    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "";
    }

    private sealed record Described : RuleDocument;

    private sealed record ReadRules(List<Rule> Rules, List<CorrelationRule> Correlations, List<FilterRule> Filters)
    {
        public void Add((IEnumerable<Rule> Detections, CorrelationRule Correlation) expanded)
        {
            Rules.AddRange(expanded.Detections);
            Correlations.Add(expanded.Correlation);
        }

        public RuleDocuments With(RuleErrors errors) => new(Rules, Correlations, Filters, errors.All);
    }
}
