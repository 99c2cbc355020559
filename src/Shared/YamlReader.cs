// SPDX-License-Identifier: Apache-2.0
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FwCorrelate.Yaml;

/// <summary>
/// The one reader of YAML: rules, examples, indicators, <c>case.yml</c>, mappings, scenarios, configuration. Such files come from
/// strangers: size, depth, number of documents and length of a value are capped, and everything that can grow or say something else than it seems to
/// (anchors, aliases, merge keys, tags, keys that stand twice) is refused. It never throws: what is wrong is a <see cref="YamlFault"/>.
/// </summary>
/// <remarks>
/// The text is cut at <c>---</c> lines first (YAML 1.2.2, section 9.1.2: such a line ends a document wherever it stands),
/// so that a syntax error costs its document and not the rest of the file. Compiled into both projects that read YAML, since neither may
/// know the other and what both know reads none.
/// </remarks>
internal static class YamlReader
{
    /// <summary>UTF-8 bytes of a file.</summary>
    public const int MaxBytes = 1 << 20;

    public const int MaxDepth = 24;

    public const int MaxDocuments = 2_000;

    /// <summary>Characters of one value.</summary>
    public const int MaxValueLength = 64 * 1024;

    /// <summary>The documents of a text; empty ones are left out.</summary>
    public static YamlRead Read(string text)
    {
        var documents = new List<YamlNode>();
        var faults = new List<YamlFault>();
        foreach (var (chunk, firstLine) in Cut(text))
        {
            if (documents.Count > MaxDocuments)
            {
                faults.Add(new YamlFault(new Position(firstLine, 1), $"The file holds more than {MaxDocuments} documents.",
                    "Split it into several files."));
                break;
            }

            new Chunk(chunk, firstLine, faults).ReadInto(documents);
        }

        return new YamlRead(documents, faults);
    }

    private static IEnumerable<(string Text, int FirstLine)> Cut(string text)
    {
        int start = 0, startLine = 1, line = 1;
        // Directives (%YAML 1.2) and comments belong to the document behind the first mark.
        var isPrologue = true;
        for (var i = 0; i < text.Length; i = NextLine(text, i), line++)
        {
            if (i > start && IsDocumentMark(text.AsSpan(i)) && !isPrologue)
            {
                yield return (text[start..i], startLine);
                (start, startLine) = (i, line);
            }

            isPrologue &= text[i] is '%' or '#' or '\r' or '\n';
        }

        yield return (text[start..], startLine);
    }

    private static bool IsDocumentMark(ReadOnlySpan<char> line) =>
        line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || line[3] is ' ' or '\t' or '\r' or '\n');

    private static int NextLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>Thrown inside this file only: what cannot be read ends its chunk.</summary>
    private sealed class RefusedException(Position at, string what, string todo) : Exception(what)
    {
        public Position At => at;

        public string Do => todo;
    }

    private sealed class Chunk(string text, int firstLine, List<YamlFault> faults)
    {
        private readonly YamlEvents _parser = new(text);

        public void ReadInto(List<YamlNode> documents)
        {
            try
            {
                while (_parser.MoveNext())
                {
                    if (_parser.Current is DocumentStart && Document() is { } node)
                        documents.Add(node);
                }
            }
            catch (RefusedException refused)
            {
                faults.Add(new YamlFault(refused.At, refused.Message, refused.Do));
            }
            catch (YamlException broken)
            {
                faults.Add(new YamlFault(At(broken.Start), $"This is not valid YAML: {Sentence(broken)}",
                    "Check indentation, quotes and colons near this place."));
            }
        }

        private YamlNode? Document()
        {
            _parser.MoveNext();
            var node = Node(0);
            return node is YamlScalar { IsNull: true } ? null : node;
        }

        private YamlNode Node(int depth)
        {
            var at = At(_parser.Current!.Start);
            if (depth > MaxDepth)
                throw new RefusedException(at, $"Values are nested more than {MaxDepth} deep.", "Write it flatter.");
            if (_parser.Current is AnchorAlias alias)
                throw new RefusedException(at, $"The alias '*{alias.Value}' is refused: values are read without anchors and aliases.",
                    "Write the value out, or quote it if it begins with '*'.");
            if (_parser.Current is NodeEvent node)
                Refuse(node, at);
            return _parser.Current switch
            {
                Scalar scalar => ReadScalar(scalar, at),
                SequenceStart => ReadSequence(at, depth),
                MappingStart => ReadMapping(at, depth),
                _ => throw new RefusedException(at, "A value was expected here.", "Complete it."),
            };
        }

        private static void Refuse(NodeEvent node, Position at)
        {
            if (!node.Anchor.IsEmpty)
                throw new RefusedException(
                    at, $"The anchor '&{node.Anchor.Value}' is refused: values are read without anchors and aliases.",
                    "Write the value out, or quote it if it begins with '&'.");
            if (!node.Tag.IsEmpty)
                throw new RefusedException(
                    at, $"The tag '{node.Tag.Value}' is refused.", "Remove it, or quote the value if it begins with '!'.");
        }

        private static YamlScalar ReadScalar(Scalar scalar, Position at)
        {
            if (scalar.Value.Length > MaxValueLength)
                throw new RefusedException(
                    at, $"A value of {scalar.Value.Length} characters is longer than {MaxValueLength}.", "Shorten it.");
            return new YamlScalar(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        private YamlSequence ReadSequence(Position at, int depth)
        {
            var items = new List<YamlNode>();
            while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
                items.Add(Node(depth + 1));
            return new YamlSequence(at, items);
        }

        private YamlMapping ReadMapping(Position at, int depth)
        {
            var entries = new List<YamlEntry>();
            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (_parser.MoveNext() && _parser.Current is not MappingEnd)
            {
                if (Node(depth + 1) is not YamlScalar key)
                    throw new RefusedException(
                        At(_parser.Current!.Start), "A key must be a single value.", "Quote it if it holds brackets or braces.");
                if (key is { IsPlain: true, Text: "<<" })
                    throw new RefusedException(key.Position, "The merge key '<<' is refused.", "Write the merged fields out.");
                if (!keys.Add(key.Text))
                    throw new RefusedException(key.Position, $"The key '{key.Text}' stands twice in one map; only one of them would count.",
                        "Rename one, or make one list of both values.");
                _parser.MoveNext();
                entries.Add(new YamlEntry(key, Node(depth + 1)));
            }

            return new YamlMapping(at, entries);
        }

        private Position At(Mark mark) => new(firstLine + (int)mark.Line - 1, (int)mark.Column);

        private static string Sentence(YamlException broken)
        {
            var message = broken.InnerException?.Message ?? broken.Message;
            return message.EndsWith('.') ? message : message + ".";
        }
    }
}
