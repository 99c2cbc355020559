// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Redaction;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>
/// Writes a mapping file to start from: the columns of a file's first records with what they seem to mean, and those that nothing was
/// guessed of as comments, with a value each. Text of the file is written as JSON strings, which YAML reads alike, so that it can say
/// nothing but itself.
/// </summary>
public static class MappingDraft
{
    private const int LongestExample = 40;

    private static readonly (string Meaning, string[] Words)[] ActionWords =
    [
        ("allow", ["allow", "allowed", "accept", "accepted", "pass", "passed", "permit", "permitted", "ok", "forward", "forwarded"]),
        ("alert", ["alert", "alerted", "audit", "monitor", "detected"]),
        ("deny", ["deny", "denied", "block", "blocked", "forbidden", "refused"]),
        ("drop", ["drop", "dropped", "discard", "discarded"]),
        ("reject", ["reject", "rejected"]),
        ("reset", ["reset", "rst"]),
    ];

    private static readonly (string Meaning, string[] Words)[] DirectionWords =
        [("outbound", ["outbound", "out", "egress", "upload", "src"]), ("inbound", ["inbound", "in", "ingress", "dst"])];

    /// <summary>The draft.</summary>
    /// <param name="isLog">Whether it is a log of flows, or a trace; null decides by what was guessed.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string Of(CaseInput input, bool? isLog = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        var sample = FileSample.Of(input);
        var log = RoleGuess.Of(sample, isLog: true);
        var trace = RoleGuess.Of(sample, isLog: false);
        var decided = isLog ?? (HasEnds(log) || !trace.Any(g => g.Role is TraceRoles.Command or TraceRoles.Arguments or TraceRoles.Tool));
        return Write(input, sample, decided ? log : trace, decided);
    }

    /// <summary>Columns of a file's first records that a mapping does not read.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<string> ColumnsOf(CaseInput input, CaseMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mapping);
        return [.. FileSample.Of(input).Names.Where(
            n => !mapping.Columns.Contains(n) && !mapping.Columns.Any(c => n.StartsWith(c + ".", StringComparison.Ordinal)))];
    }

    private static bool HasEnds(IReadOnlyList<(string Role, string Column)> guesses) =>
        guesses.Any(g => g.Role == "source") && guesses.Any(g => g.Role is "destination" or "destination_name");

    private static string Write(CaseInput input, FileSample sample, IReadOnlyList<(string Role, string Column)> guesses, bool isLog)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"# Guessed from {sample.Records} records of {Quote(Path.GetFileName(input.RelativePath))}: read each line, then try it:\n");
        text.Append(CultureInfo.InvariantCulture, $"#   fwcorrelate formats try FILE --mapping THIS.yml\n");
        text.Append(CultureInfo.InvariantCulture, $"name: {NameOf(input)}\nkind: {(isLog ? "log" : "trace")}\n");
        text.Append(CultureInfo.InvariantCulture, $"files: {Quote((isLog ? "logs/**/" : "timeline/**/") + Path.GetFileName(input.RelativePath))}   # which files of the case, as a glob or a list of globs\n");
        text.Append(CultureInfo.InvariantCulture, $"form: {FormOf(sample.Form)}\n");
        if (sample.Form == MappedForm.Csv && sample.Separator != ',')
            text.Append(
                CultureInfo.InvariantCulture, $"separator: {(sample.Separator == '\t' ? "tab" : Quote(sample.Separator.ToString()))}\n");
        if (sample.LacksHeader)
            text.Append(CultureInfo.InvariantCulture,
                $"header: [{string.Join(", ", sample.Names.Select(Quote))}]   # the first line names no columns: give them names\n");
        if (guesses.FirstOrDefault(g => g.Role == "duration").Column is { } duration)
            text.Append(CultureInfo.InvariantCulture, $"duration_unit: {RoleGuess.UnitOf(duration)}   # s, ms, us or ns\n");
        WriteColumns(text, sample, guesses, isLog);
        if (isLog)
        {
            WriteWords(text, "actions", "action", ActionWords, sample, guesses);
            WriteWords(text, "directions", "direction", DirectionWords, sample, guesses);
            text.Append("# slack: 1s          # how far off its stamps may be\n# session: true      # where a record is of a session that "
                + "its source opened\n# absent: \"-\"        # how a value says that there is none\n");
        }

        return text.ToString();
    }

    private static void WriteColumns(StringBuilder text, FileSample sample, IReadOnlyList<(string Role, string Column)> guesses, bool isLog)
    {
        text.Append("columns:\n");
        foreach (var (role, column) in guesses)
            text.Append(CultureInfo.InvariantCulture, $"  {role}: {Quote(column)}{Example(sample, column)}\n");
        foreach (var role in (isLog ? (string[])["start", "source", "destination"] : ["start", "command", "episode", "sandbox"])
            .Where(r => !IsGuessed(r, guesses)))
            text.Append(CultureInfo.InvariantCulture, $"  # {role}: ???   # nothing looks like it\n");
        var others = sample.Names.Where(n => !guesses.Any(g => g.Column == n)).ToList();
        if (others.Count > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"  # not mapped; roles there are: {string.Join(", ", isLog ? LogRoles.Keys : TraceRoles.Keys)}\n");
        foreach (var name in others)
            text.Append(CultureInfo.InvariantCulture, $"  # {Quote(name)}{Example(sample, name)}\n");
    }

    private static bool IsGuessed(string role, IReadOnlyList<(string Role, string Column)> guesses) =>
        guesses.Any(g => g.Role == role || (role == "start" && g.Role is "time" or "end")
            || (role == "destination" && g.Role == "destination_name") || (role == TraceRoles.Command && g.Role == TraceRoles.Arguments));

    private static void WriteWords(
        StringBuilder text, string key, string role, (string Meaning, string[] Words)[] known, FileSample sample,
        IReadOnlyList<(string Role, string Column)> guesses)
    {
        if (guesses.FirstOrDefault(g => g.Role == role).Column is not { } column)
            return;
        var words = sample.ValuesOf(column).Select(v => v.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var meanings = known.Select(k => (k.Meaning, Words: words.Where(w => k.Words.Contains(w)).ToList())).Where(k => k.Words.Count > 0)
            .ToList();
        var others = words.Where(w => !meanings.Exists(m => m.Words.Contains(w))).ToList();
        if (meanings.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}:\n");
            foreach (var (meaning, of) in meanings)
                text.Append(CultureInfo.InvariantCulture, $"  {meaning}: [{string.Join(", ", of.Select(Quote))}]\n");
        }

        if (others.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"# {key}: words without a meaning so far: "
                + $"{string.Join(", ", others.Select(Quote))}; meanings there are: {string.Join(", ", known.Select(k => k.Meaning))}\n");
    }

    private static string Example(FileSample sample, string column) =>
        sample.ValuesOf(column) is [var first, ..] ? $"   # such as {Quote(Cut(CommandRedaction.MaskSecrets(first)))}" : "   # empty";

    private static string Cut(string text) => text.Length <= LongestExample ? text : text[..LongestExample] + "...";

    private static string FormOf(MappedForm form) => form switch
    {
        MappedForm.JsonLines => "json_lines",
        MappedForm.KeyValue => "key_value",
        _ => "csv",
    };

    private static string NameOf(CaseInput input)
    {
        var name = string.Concat(Path.GetFileName(input.RelativePath).Split('.')[0].ToLowerInvariant()
            .Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')).Trim('-');
        name = name.Length > 50 ? name[..50] : name;
        return name.Length == 0 || FlowFormats.Shipped.Find(name) is not null
            || TraceFormats.Find(name) is not null ? $"own-{(name.Length == 0 ? "file" : name)}" : name;
    }

    // All that is not plain ASCII is escaped; a digit alone would be no text, so everything is quoted.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
