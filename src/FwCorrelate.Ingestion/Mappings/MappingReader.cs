// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>Reads a mapping file. Whatever it does not know or cannot use is an error with file, line and column.</summary>
public static class MappingReader
{
    private static readonly string[] CommonKeys =
        ["name", "kind", "files", "form", "separator", "header", "columns", "absent", "duration_unit"];

    private static readonly string[] LogKeys =
        [.. CommonKeys, "actions", "directions", "stamp_is_end", "protocol", "action", "tcp_flags", "counts", "session", "allows_names",
            "sampled", "slack"];

    private static readonly (string Word, FirewallAction Action)[] Actions =
    [
        ("allow", FirewallAction.Allow), ("alert", FirewallAction.Alert), ("deny", FirewallAction.Deny), ("drop",
            FirewallAction.Drop), ("reject", FirewallAction.Reject), ("reset", FirewallAction.Reset),
    ];

    private static readonly (string Word, FlowDirection Direction)[] Directions =
        [("outbound", FlowDirection.Outbound), ("inbound", FlowDirection.Inbound)];

    /// <summary>Reads a text.</summary>
    /// <param name="file">The file as messages name it.</param>
    /// <param name="mustSayFiles">Whether it must say which files it is about.</param>
    /// <exception cref="ConfigurationException">The text cannot be used; the message starts with <c>file:line:column</c>.</exception>
    public static CaseMapping Read(string text, string file, bool mustSayFiles = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        if (SettingsText.Read(text, file) is not { } root)
            throw new ConfigurationException(
                $"{file}:1:1: the file is empty, expected a mapping: 'fwcorrelate formats draft FILE' writes one.");
        var node = new SettingsNode(root, file, "");
        var kind = node.AnyMembers().FirstOrDefault(m => m.Key == "kind").Node ?? throw Lacks(node, "kind", "log or trace");
        return kind.Text("log or trace") switch
        {
            "log" => new Reading(node, node.Members(LogKeys), mustSayFiles).Log(),
            "trace" => new Reading(node, node.Members(CommonKeys), mustSayFiles).Trace(),
            _ => throw kind.Unexpected("log or trace"),
        };
    }

    private static ConfigurationException Lacks(SettingsNode owner, string key, string expectation) =>
        new($"{owner.Place}: '{key}' is missing, expected {expectation}.");

    private sealed class Reading(SettingsNode root, Dictionary<string, SettingsNode> members, bool mustSayFiles)
    {
        public CaseMapping Log()
        {
            var columns = Columns(LogRoles.Keys);
            if (!columns.ContainsKey("time") && !columns.ContainsKey("start"))
                throw Lacks(members["columns"], "start", "the column that tells when a record began, or 'time', when it was written");
            if (!columns.ContainsKey("destination") && !columns.ContainsKey("destination_name"))
                throw Lacks(members["columns"], "destination", "the column of the destination's address, or 'destination_name'");
            var form = Form();
            var (header, separator) = (Header(form), Separator(form));
            var names = columns.Values.SelectMany(c => c).Distinct(StringComparer.Ordinal).ToList();
            var table = new ColumnTable<FlowRole>(
                ColumnSpelling.Exact, [.. columns.SelectMany(c => c.Value.Select(name => (LogRoles.RoleOf(c.Key), name)))]);
            var format = new LogFormat(Name())
            {
                Title = "home-made log, by a mapping file of the case",
                WorstCaseSlack = members.TryGetValue("slack", out var slack) ? NotNegative(slack) : Duration.FromSeconds(1),
                SlackSource = members.ContainsKey("slack") ? $"{root.File}: slack"
                    : $"not stated by {root.File}: whole seconds are assumed",
                NestsMembers = form == MappedForm.JsonLines && names.Exists(n => n.Contains('.', StringComparison.Ordinal)),
                Mappings = [.. MappedWords(columns)],
                OtherColumns = names,
                SensorColumns = columns.TryGetValue("sensor", out var sensors) ? [sensors] : [],
                HolderColumns = columns.GetValueOrDefault("sandbox") ?? [],
                Actions = new WordTable<FirewallAction>(ignoresCase: true, [.. Words("actions", Actions)]),
                Directions = new WordTable<FlowDirection>(ignoresCase: true, [.. Words("directions", Directions)]),
                SourceIsInitiator = Flag("session"),
                HoldsFlowsOnly = true,
                Marks = new RecordMarks { Header = header is null ? Required(columns) : [] },
            };
            var layout = new FlowLayout(format, table)
            {
                Absent = Text("absent") ?? "",
                DurationUnit = (long)DurationUnit().TotalNanoseconds,
                StampIsEnd = Flag("stamp_is_end"),
                Protocol = Protocol(),
                Action = Word("action", Actions, FirewallAction.Unknown),
                Flags = Word("tcp_flags", [("decimal", FlagText.Decimal), ("hexadecimal", FlagText.Hexadecimal),
                    ("letters", FlagText.Letters), ("words", FlagText.Words)], FlagText.Decimal),
                Counts = Word("counts", [("both_ways", ByteCount.BothWays), ("one_way", ByteCount.OneWay)], ByteCount.BothWays),
                AllowsNames = Flag("allows_names") || columns.ContainsKey("destination_name"),
                AllowsNoSource = !columns.ContainsKey("source"),
                IsSampled = Flag("sampled"),
            };
            var globs = Globs();
            var reader = new CaseLogFormat(
                layout, globs, form, (byte)separator, header is null ? null : string.Join(separator, header), [.. Required(columns)]);
            return new CaseMapping(format.Name, root.File, globs, reader, null, names);
        }

        public CaseMapping Trace()
        {
            var columns = Columns(TraceRoles.Keys);
            if (!columns.ContainsKey(TraceRoles.Command) && !columns.ContainsKey(TraceRoles.Arguments)
                && !columns.ContainsKey(TraceRoles.Tool))
                throw Lacks(members["columns"], TraceRoles.Command, "the column of what was run, or 'arguments' or 'tool'");
            var form = Form();
            if (form == MappedForm.KeyValue)
                throw members["form"].Unexpected("json_lines or csv: traces of pairs are not read");
            var globs = Globs();
            var format = new CaseTraceFormat(
                Name(), globs, form, Separator(form), Header(form), columns, DurationUnit(), Text("absent") ?? "");
            return new CaseMapping(
                format.Name, root.File, globs, null, format, [.. columns.Values.SelectMany(c => c).Distinct(StringComparer.Ordinal)]);
        }

        // By what rules and documents know such fields everywhere.
        private static IEnumerable<FieldMapping> MappedWords(Dictionary<string, IReadOnlyList<string>> columns)
        {
            foreach (var (role, field) in new[] { ("action", EcsFields.EventAction), ("sensor", EcsFields.ObserverName),
                ("destination_name", EcsFields.DestinationDomain) })
            {
                foreach (var column in columns.GetValueOrDefault(role) ?? [])
                    yield return new FieldMapping(column, field);
            }
        }

        // The first column of each of these is in every line of names.
        private static List<string> Required(Dictionary<string, IReadOnlyList<string>> columns) => [.. columns.Where(
            c => c.Value.Count == 1).Select(c => c.Value[0]).Distinct(StringComparer.Ordinal).DefaultIfEmpty(columns.First().Value[0])];

        private string Name()
        {
            var name = Text("name") ?? Path.GetFileNameWithoutExtension(root.File);
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
                throw members.GetValueOrDefault("name")?.Unexpected("a name of small letters, digits and hyphens")
                    ?? new ConfigurationException(
                        $"{root.Place}: 'name' is missing, and the file's own name is none: expected small letters, digits and hyphens.");
            if (FlowFormats.Shipped.Find(name) is not null || TraceFormats.Find(name) is not null)
                throw members.GetValueOrDefault("name")?.Unexpected("a name that no format of the program has")
                    ?? new ConfigurationException(
                        $"{root.Place}: the file's name is that of a format of the program: give it a 'name' of its own.");
            return name;
        }

        private List<string> Globs()
        {
            if (!members.TryGetValue("files", out var files))
                return mustSayFiles ? throw Lacks(root, "files", "which files it is about, such as logs/gateway/**") : [];
            return !files.IsList ? [files.Text("a glob such as logs/gateway/**")]
                : [.. files.Items().Select(f => f.Text("a glob such as logs/gateway/**"))];
        }

        private MappedForm Form() => members.TryGetValue("form", out var form)
            ? form.Text("json_lines, csv or key_value") switch
            {
                "json_lines" => MappedForm.JsonLines,
                "csv" => MappedForm.Csv,
                "key_value" => MappedForm.KeyValue,
                _ => throw form.Unexpected("json_lines, csv or key_value"),
            }
            : throw Lacks(root, "form", "json_lines, csv or key_value");

        private char Separator(MappedForm form)
        {
            if (!members.TryGetValue("separator", out var separator))
                return ',';
            var text = separator.Text("one character such as ';', or tab");
            if (form != MappedForm.Csv)
                throw separator.Unexpected("no separator: only csv has one");
            return text == "tab" ? '\t' : text.Length == 1 && char.IsAscii(text[0])
                && text[0] is not ('"' or '\n' or '\r') ? text[0] : throw separator.Unexpected("one character such as ';', or tab");
        }

        private List<string>? Header(MappedForm form)
        {
            if (!members.TryGetValue("header", out var header))
                return null;
            if (form != MappedForm.Csv)
                throw header.Unexpected("no header: only csv has one");
            List<string> names = [.. header.Items().Select(h => h.Text("a name of a column"))];
            return names.Count > 0 && names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names
                : throw header.Unexpected("names of all columns in their order, each once");
        }

        private Dictionary<string, IReadOnlyList<string>> Columns(IReadOnlyList<string> roles)
        {
            if (!members.TryGetValue("columns", out var node))
                throw Lacks(root, "columns", $"what columns mean: {string.Join(", ", roles)}");
            var columns = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var (role, column) in node.Members(roles))
                columns.Add(role, !column.IsList ? [Column(column)] : [.. column.Items().Select(Column)]);
            return columns.Values.All(c => c.Count > 0)
                && columns.Count > 0 ? columns : throw node.Unexpected("a column for each role that is named");
        }

        private static string Column(SettingsNode node) =>
            node.Text("a column's name") is { Length: <= 256 } name
                && Encoding.UTF8.GetByteCount(name) <= 256 ? name : throw node.Unexpected("a column's name of at most 256 bytes");

        private IEnumerable<(string, T)> Words<T>(string key, (string Word, T Value)[] known)
        {
            if (!members.TryGetValue(key, out var node))
                return [.. known.Select(k => (k.Word, k.Value))];
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var words = new List<(string, T)>();
            foreach (var (name, list) in node.Members([.. known.Select(k => k.Word)]))
            {
                foreach (var word in !list.IsList ? [list] : list.Items())
                {
                    var text = word.Text("the log's own word").ToLowerInvariant();
                    words.Add(seen.Add(text) ? (text, known.First(k => k.Word == name).Value) : throw word.Unexpected(
                        "a word that stands there once only"));
                }
            }

            return words;
        }

        private T Word<T>(string key, (string Word, T Value)[] known, T otherwise)
        {
            if (!members.TryGetValue(key, out var node))
                return otherwise;
            var expectation = string.Join(", ", known.Select(k => k.Word));
            var text = node.Text(expectation);
            foreach (var (word, value) in known)
            {
                if (word == text)
                    return value;
            }

            throw node.Unexpected(expectation);
        }

        private TransportProtocol Protocol()
        {
            if (!members.TryGetValue("protocol", out var node))
                return TransportProtocol.None;
            return TransportProtocolNames.TryParse(Encoding.UTF8.GetBytes(node.Text("tcp, udp or an IANA number")), out var protocol)
                ? protocol : throw node.Unexpected("tcp, udp or an IANA number");
        }

        private Duration DurationUnit() => Word(
            "duration_unit",
            [("s", Duration.FromSeconds(1)), ("ms", Duration.FromMilliseconds(1)), ("us", Duration.FromNanoseconds(1_000L)),
            ("ns", Duration.FromNanoseconds(1L))],
            Duration.FromSeconds(1));

        private bool Flag(string key) => Word(key, [("true", true), ("false", false)], false);

        private string? Text(string key) => members.TryGetValue(key, out var node) ? node.Text("a text") : null;

        private static Duration NotNegative(SettingsNode node) =>
            node.Duration() is var duration
                && duration >= Duration.Zero ? duration : throw node.Unexpected("a duration that is not negative");
    }
}
