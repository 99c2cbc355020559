// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Reads the rules of one file. Whatever cannot be used is reported with its place; nothing is skipped silently.</summary>
public static class RuleReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly HashSet<string> KnownFields = new(StringComparer.Ordinal)
    {
        "title", "id", "name", "related", "taxonomy", "status", "description", "license", "references", "author", "date", "modified",
        "logsource", "detection", "fields", "falsepositives", "level", "tags", "scope", "action", "sigma-version",
    };

    private static readonly string[] Statuses = ["stable", "test", "experimental", "deprecated", "unsupported"];

    /// <summary>Reads UTF-8 text; at most 1 MiB.</summary>
    public static (IReadOnlyList<Rule> Rules, IReadOnlyList<RuleError> Errors) Read(string file, ReadOnlySpan<byte> utf8)
    {
        var errors = new RuleErrors(file);
        if (utf8.Length > YamlReader.MaxBytes)
        {
            errors.Add(Position.Start, $"The file has {utf8.Length} bytes; rule files may have {YamlReader.MaxBytes}.", "Split it, or remove it from the rules folder.");
            return ([], errors.All);
        }

        try
        {
            var text = StrictUtf8.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(Position.Start, "The file holds NUL bytes, so it is no text.", "Save it as UTF-8.");
                return ([], errors.All);
            }

            var documents = RuleCollection.Expand(YamlReader.Read(text, errors), errors);
            var rules = documents.Select(d => ReadDocument(d, errors)).OfType<Rule>().ToList();
            return (rules, errors.All);
        }
        catch (DecoderFallbackException)
        {
            errors.Add(Position.Start, "The file is not UTF-8 text.", "Save it as UTF-8.");
            return ([], errors.All);
        }
    }

    private static Rule? ReadDocument(YamlNode document, RuleErrors errors)
    {
        if (document is not YamlMapping rule)
        {
            errors.Add(document.Position, $"A rule must be a map with title, logsource and detection; this is {document.Noun}.", "Write it as a Sigma rule.");
            return null;
        }

        if (rule["correlation"] is not null || rule["filter"] is not null)
        {
            var kind = rule["correlation"] is not null ? "Correlation rules are" : "Filters are";
            errors.Add(rule.Position, $"{kind} not supported by this version.", "Remove the document, or use a version that has them.", RuleErrorKind.NotSupported);
            return null;
        }

        var before = errors.Count;
        var found = Fields(rule, errors);
        return errors.Count == before ? found : null;
    }

    /// <summary>Looks at every field, so that all errors are reported; the result counts only where none was.</summary>
    private static Rule? Fields(YamlMapping rule, RuleErrors errors)
    {
        var reader = new RuleFields(rule, errors);
        var title = reader.Text("title");
        if (title.Length == 0)
            errors.Add(rule.Position, "The rule has no title.", "Add 'title'.");
        var status = reader.Text("status");
        if (status.Length > 0 && !Statuses.Contains(status))
            errors.Add(reader.Position("status"), $"The status '{status}' is unknown.", $"Use one of {string.Join(", ", Statuses)}.");
        var (id, name, level, logSource) = (reader.Text("id"), reader.Text("name"), ReadLevel(reader, errors), ReadLogSource(rule, errors));
        var (references, tags, falsePositives) = (reader.Texts("references"), reader.Texts("tags"), reader.Texts("falsepositives"));
        var (description, author) = (reader.Text("description"), reader.Text("author"));
        if (DetectionReader.Read(rule, errors) is not var (detections, condition) || logSource is null)
            return null;
        return new Rule
        {
            Id = FirstOf(id, name, title),
            Name = name.Length > 0 ? name : null,
            Title = title,
            Status = status,
            Description = description,
            Author = author,
            References = references,
            Tags = tags,
            FalsePositives = falsePositives,
            Level = level,
            HasLevel = reader.Text("level").Length > 0,
            LogSource = logSource,
            Detections = detections,
            Condition = condition,
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
            errors.Add(rule["logsource"]?.Position ?? rule.Position, "The rule has no logsource.", "Add 'logsource' with category, product or service.");
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
}
