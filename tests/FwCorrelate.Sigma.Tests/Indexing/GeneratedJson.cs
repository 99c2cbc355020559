// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsCheck;

namespace FwCorrelate.Sigma.Tests.Indexing;

/// <summary>Random rules with every modifier, and random JSON events, whose values meet often enough to matter.</summary>
internal static class GeneratedJson
{
    private static readonly string[] Names = ["a", "b", "n.m", "n.m.k", "n", "x.y", "Größe", "n.", "é.é"];
    private static readonly string[] Numbers = ["443", "4625", "0", "-1", "-0", "1.5", "150e-2", "1e2", "100", "9007199254740993", "9007199254740992", "92233720368547758070"];

    private static readonly string[] Texts =
    [
        "cmd.exe /c whoami", "CMD.EXE -R 8080:h:22", "ssh \u2013R x", "größe", "GRÖSSE müll", "\U0001F600 ok", "10.0.0.5", "192.168.1.1", "fd00::5", "::ffff:10.1.2.3",
        "443", "4625", "007", "1.50", "2026-01-15T03:04:05Z", "2025-12-29 23:59", "2026-02-30T01:01", "", "a*b", "a?b", "back\\slash", "line\nbreak", "tab\t\"quote\"",
        "alice", "bob", "TRUE", "kK\u212A", "xmrig --donate", "stratum+tcp://pool.example:3333", "Z3LDtsOfZQ==", "eGdyw7bDn2UjdGFpbA==", "AGcAcgD2AN8AZQ", "ZwByAPYA3wBlAA==",
    ];

    /// <summary>For the modifier <c>expand</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; } =
        new Dictionary<string, IReadOnlyList<string>> { ["users"] = ["alice", "b?b"], ["tool"] = ["xm*"] };

    /// <summary>The detection and condition of a rule, as YAML.</summary>
    public static Gen<string> Rule { get; } =
        from a in Detection
        from b in Detection
        from c in Detection
        from condition in Gen.OneOf("a", "a", "not a", "a and b", "a or b", "a and not b", "not (a and b)", "1 of them", "all of them and not c", "a or (b and not c)", "not (a or not b) and c", "1 of [a]")
        select $"  a: {a}\n  b: {b}\n  c: {c}\n  condition: {condition.Replace("1 of [a]", "1 of a*", StringComparison.Ordinal)}\n";

    /// <summary>An object with flat, dotted and nested names, arrays, and now and then a name twice.</summary>
    public static Gen<string> Event { get; } = Object(3);

    private static Gen<string> Name => Gen.OneOf(Names);

    private static Gen<string> Text => Gen.OneOf(Texts);

    /// <summary>A text of an event, a part of one, or one with wildcards in it.</summary>
    private static Gen<string> Wanted =>
        from text in Text
        from start in Gen.Int[0, 6]
        from length in Gen.Int[1, 40]
        from kind in Gen.Int[0, 5]
        let part = Part(text, start, length)
        select kind switch
        {
            0 => Escaped(text),
            1 => Escaped(part),
            2 => Escaped(part).ToUpperInvariant(),
            3 => "*" + Escaped(part),
            4 => Escaped(part).Replace('e', '?').Replace('.', '*'),
            _ => Escaped(text).Replace('a', '?'),
        };

    private static Gen<string> Detection => Gen.Frequency((8, Map), (2, Gen.Select(Map, Map, (x, y) => $"[{x}, {y}]")), (2, Keywords));

    private static Gen<string> Map => Gen.Frequency(
        (10, Item.Array[1, 3].Select(items => "{" + string.Join(", ", items.DistinctBy(i => i[..i.IndexOf(": ", StringComparison.Ordinal)])) + "}")),
        (1, Gen.Select(Wanted, Gen.OneOf("", "|re"), (w, m) => m == "" ? $"{{\"|all\": [{Quoted(w)}, {Quoted("e")}]}}" : "{\"|re\": 'x.*[gr]'}")));

    private static Gen<string> Keywords => Wanted.Where(w => w.Length > 0).Array[1, 3].Select(words => $"[{string.Join(", ", words.Select(Quoted))}]");

    private static Gen<string> Item => Gen.Frequency(
        (4, Texted("")), (4, Texted("|contains")), (2, Texted("|startswith")), (3, Texted("|endswith")), (2, Texted("|contains|all")), (2, Texted("|cased")),
        (1, Texted("|contains|cased")), (1, Texted("|neq")), (1, Texted("|contains|neq")), (1, Texted("|windash|contains")), (1, Texted("|windash")),
        (1, Encoded), (2, Numeric), (1, Pick("|cidr", "10.0.0.0/8", "192.168.1.0/24", "fd00::/16", "10.0.0.5")), (1, Pick("|exists", "true", "false")), (1, Pick("", "null", "true", "443", "1.5", "100")),
        (1, Pick("|re", "'^[a-c]'", "'pool\\.ex.m'", "'(cmd|ssh) ?'", "'k'", "'\\d{3}'")), (1, Pick("|re|i", "'CMD\\.exe'", "'k'", "'^X'")), (1, Pick("|re|s", "'line.break'")), (1, Pick("|re|startswith", "'a|c'")),
        (1, Pick("|fieldref", "a", "b", "n.m")), (1, Pick("|fieldref|neq", "a", "b")), (1, Pick("|fieldref|endswith", "a", "b")), (1, Pick("|fieldref|contains|cased", "b")),
        (1, Pick("|expand", "'%users%'", "'%tool%'", "'x%users%'", "'\\%users\\%'")), (1, Pick("|contains|expand", "'%tool%'")),
        (1, Pick("|hour", "3", "23")), (1, Pick("|week|gte", "1", "3")), (1, Pick("|year", "2026")), (1, Pick("|day", "15", "29")), (1, Pick("|month|lt", "3")), (1, Pick("|minute", "4", "59")));

    private static Gen<string> Numeric => Gen.Select(Name, Gen.OneOf("lt", "lte", "gt", "gte"), Gen.OneOf(Numbers), (n, m, v) => $"\"{n}|{m}\": {v}");

    private static Gen<string> Encoded => Gen.Select(Name, Gen.OneOf("", "|wide", "|utf16be", "|utf16"), Gen.OneOf("|base64", "|base64offset|contains"), Gen.OneOf("größe", "r\u00F6", "alice"),
        (n, w, b, v) => $"\"{n}{w}{b}\": {Quoted(v)}");

    private static Gen<string> Value(int depth) => Gen.Frequency(
        (6, Text.Select(t => JsonSerializer.Serialize(t))), (2, Text.Select(Quoted)), (3, Gen.OneOf(Numbers)), (1, Gen.OneOf("true", "false", "null")),
        (1, depth == 0 ? Gen.Const("{}") : Object(depth - 1)), (1, depth == 0 ? Gen.Const("[]") : Gen.Recursive<string>((_, _) => Value(depth - 1)).Array[0, 3].Select(v => $"[{string.Join(',', v)}]")));

    private static Gen<string> Object(int depth) => Gen.Select(Gen.OneOf([.. Names, "m", "k", "m.k", "y", "", "other", "\\u0061"]), Value(depth), (n, v) => $"\"{n}\":{v}")
        .Array[0, 6].Select(members => "{" + string.Join(", ", members) + "}");

    private static Gen<string> Texted(string modifiers) => Gen.Select(Name, Wanted.Array[1, 3], (n, v) => v.Length == 1 ? $"\"{n}{modifiers}\": {Quoted(v[0])}" : $"\"{n}{modifiers}\": [{string.Join(", ", v.Select(Quoted))}]");

    private static Gen<string> Pick(string modifiers, params string[] values) => Gen.Select(Name, Gen.OneOf(values), (n, v) => $"\"{n}{modifiers}\": {v}");

    private static string Part(string text, int start, int length)
    {
        start = Math.Min(start, text.Length);
        var part = text.Substring(start, Math.Min(length, text.Length - start));

        // Half of a character is no text.
        return part.Any(char.IsSurrogate) ? text : part;
    }

    private static string Escaped(string text) => new StringBuilder(text).Replace("\\", "\\\\").Replace("*", "\\*").Replace("?", "\\?").ToString();

    /// <summary>For YAML and for JSON.</summary>
    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
