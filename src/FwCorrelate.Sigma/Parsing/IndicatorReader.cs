// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Reads the indicator files of rule folders: those in a folder called <c>indicators</c>.</summary>
internal static class IndicatorReader
{
    private const string Folder = "indicators";
    private static readonly string[] Keys = ["name", "title", "description", "sources", "retrieved", "as_of", "license", "mode", "values"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Whether the file holds indicators and no rules: by its folder, so that a misspelt key cannot change what a file is.
    /// </summary>
    public static bool IsIndicatorFile(RuleFile file) => file.Path.Split('/') is [.., Folder, _];

    /// <summary>
    /// Values by name. A later list replaces an earlier one of its name, or extends it where it says so; what is wrong costs its list.
    /// </summary>
    public static Dictionary<string, IReadOnlyList<string>> Merge(IEnumerable<RuleFile> files, List<RuleError> errors)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var (lists, problems) = Read(file);
            errors.AddRange(problems);
            foreach (var list in lists)
                values[list.Name] = list.Extends && values.TryGetValue(list.Name, out var earlier)
                    ? [.. earlier.Union(list.Values, StringComparer.Ordinal)] : list.Values;
        }

        return values;
    }

    public static (IReadOnlyList<IndicatorList> Lists, IReadOnlyList<RuleError> Errors) Read(RuleFile file)
    {
        var errors = new RuleErrors(file.Path);
        if (file.Content.Length > YamlReader.MaxBytes)
        {
            errors.Add(Position.Start, $"The file has {file.Content.Length} bytes; indicator files may have {YamlReader.MaxBytes}.",
                "Split it into lists of different names.");
            return ([], errors.All);
        }

        try
        {
            var lists = errors.Documents(StrictUtf8.GetString(file.Content.Span))
                .Select(d => ReadList(d, errors)).OfType<IndicatorList>().ToList();
            return (lists, errors.All);
        }
        catch (DecoderFallbackException)
        {
            errors.Add(Position.Start, "The file is not UTF-8 text.", "Save it as UTF-8.");
            return ([], errors.All);
        }
    }

    private static IndicatorList? ReadList(YamlNode document, RuleErrors errors)
    {
        if (document is not YamlMapping map)
        {
            errors.Add(document.Position, $"A list of indicators must be a map with name and values; this is {document.Noun}.",
                "Write it as rules/README.md describes.");
            return null;
        }

        var before = errors.Count;
        foreach (var entry in map.Entries.Where(e => !Keys.Contains(e.Key.Text)))
            errors.Add(entry.Key.Position, $"The key '{entry.Key.Text}' is unknown in a list of indicators.",
                $"Use one of {string.Join(", ", Keys)}.");
        var reader = new RuleFields(map, errors);
        var (name, mode, values) = (reader.Text("name"), reader.Text("mode"), reader.Texts("values"));
        if (name.Length == 0 || name.Contains('%', StringComparison.Ordinal))
            errors.Add(reader.Position("name"), "The list of indicators has no name that could stand between percent signs.",
                "Add 'name'.");
        if (values.Count == 0)
            errors.Add(reader.Position("values"), "The list of indicators has no values.", "Add 'values' with a list, or remove the file.");
        if (mode is not ("" or "extend" or "replace"))
            errors.Add(reader.Position("mode"), $"The mode '{mode}' is unknown.",
                "Use extend or replace; without it the list replaces an earlier one of its name.");
        var list = new IndicatorList(
            name, reader.Text("title"), reader.Text("description"), reader.Texts("sources"), reader.Text("retrieved"), reader.Text("as_of"),
            reader.Text("license"),
            mode == "extend", values);
        return errors.Count == before ? list : null;
    }
}
