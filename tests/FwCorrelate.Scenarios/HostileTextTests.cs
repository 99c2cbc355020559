// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace FwCorrelate.Scenarios;

/// <summary>Text of logs, traces, leases, rules and file names is inert wherever it is shown.</summary>
[TestClass]
public sealed partial class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "\u001b[31m", "\u001b]0;title\u0007", "\u001b]8;;http://evil.example\u001b\\", "\u202e", "\u2066", "\u200b", "\ufeff", "\0", "\u009b2J", "\r", "\n", "\r\n", "\u2028", "\t",
        "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "</style>", "<!--", "]]>", "&lt;", "[red]", "[/]", "[link=http://evil.example]", "=1+1", "+1", "-1", "@SUM(A1)", "\uFF1D1",
        "\ud83d\ude00", "e\u0301", "\u0435", " ", "x", ",", "\"", "{0}", "%s", "javascript:alert(1)",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 8].Select(p => string.Concat(p));

    [TestMethod]
    public void Investigate_HostileText_IsInertOnTheTerminalInCsvAndInHtml() => Text.Array[6].Sample(
        texts =>
        {
            using var copy = Hostile(texts);
            foreach (var format in (string[])["table", "csv", "timesketch", "jsonl"])
            {
                var shown = ProgramRun.Of(isTerminal: true, CancellationToken.None, "investigate", copy.Path, "--format", format);
                Assert.IsLessThan(3, shown.Code, shown.Error);
                AssertInert(shown.Output);
                AssertInert(shown.Error);
            }

            foreach (var format in (string[])["csv", "timesketch"])
                AssertNoFormula(ProgramRun.Of("investigate", copy.Path, "--format", format).Output);
            AssertNoScript(ProgramRun.Of("investigate", copy.Path, "--format", "html").Output);
        },
        iter: 3, threads: 1);

    [TestMethod]
    public void Timeline_HostileText_IsInertOnTheTerminal() => Text.Array[6].Sample(
        texts =>
        {
            using var copy = Hostile(texts);
            foreach (var command in (string[])["timeline", "flows"])
            {
                var run = ProgramRun.Of(isTerminal: true, CancellationToken.None, command, copy.Path);
                AssertInert(run.Output);
                AssertInert(run.Error);
            }
        },
        iter: 2, threads: 1);

    [TestMethod]
    public void Desk_HostileText_IsInert() => Text.Array[6].Sample(
        texts =>
        {
            using var copy = Hostile(texts);
            using var result = WrittenResult.Of(copy.Path);
            foreach (var incident in result.Incidents())
            {
                var id = incident.GetProperty("event").GetProperty("id").GetString()!;
                foreach (var line in (string[][])[["why", result.Path, id], ["show", result.Path, id], ["show", result.Path, id, "--format", "jsonl"]])
                    AssertShown(ProgramRun.Of(isTerminal: true, CancellationToken.None, line));
                AssertNoFormula(ProgramRun.Of("show", result.Path, id, "--format", "csv").Output);
            }

            AssertShown(ProgramRun.Of(isTerminal: true, CancellationToken.None, "incidents", result.Path));
            AssertNoFormula(ProgramRun.Of("incidents", result.Path, "--format", "csv").Output);
        },
        iter: 2, threads: 1);

    private static void AssertShown(ProgramRun run)
    {
        Assert.AreEqual(0, run.Code, run.Error);
        AssertInert(run.Output);
        AssertInert(run.Error);
    }

    // One hostile text each for: what every string of the traces ends with, lease owner, host, a file's name, a line of a log, a run's
    // name.
    private static CaseCopy Hostile(string[] texts)
    {
        var copy = CaseCopy.Of("aws");
        var traces = Path.Combine(copy.Path, "timeline", "traces.jsonl");
        File.WriteAllText(traces, Suffix().Replace(File.ReadAllText(traces), m => m.Value + Escaped(texts[0])).Replace("run-aws-7", "run-aws-7" + Escaped(texts[5]), StringComparison.Ordinal));
        var leases = Path.Combine(copy.Path, "leases", "leases.csv");
        File.WriteAllText(leases, Host().Replace(File.ReadAllText(leases), m => "," + Quoted(m.Groups[1].Value + texts[2])));
        copy.Add("logs/" + string.Concat(("=" + texts[3]).Where(c => c is not ('/' or '\0'))) + ".log", texts[3]);
        copy.Add("logs/line.log", "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n2 1 " + texts[4] + "\n");
        copy.Add("leases/more.csv", "address,owner_kind,owner_id,from,to\n10.99.0.1," + texts[1] + ",x,2026-02-10T08:00:00Z,\n");
        return copy;
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text).ToString();

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) + "\"";

    private static void AssertInert(string shown)
    {
        foreach (var rune in Sgr().Replace(shown, "").Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            var isHidden = System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
            Assert.IsTrue(rune.Value == '\n' || !isHidden, $"U+{rune.Value:X4} reached the terminal");
        }
    }

    private static void AssertNoFormula(string csv)
    {
        foreach (var match in Cell().Matches(csv).Cast<Match>())
        {
            var cell = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
            Assert.IsFalse(cell.Length > 0 && (cell[0] is '\t' or '\r' || "=+-@\uFF1D".Contains(cell.TrimStart().FirstOrDefault('x'))) && !double.TryParse(cell, CultureInfo.InvariantCulture, out _), cell);
        }
    }

    /// <summary>No script but the page's own, which is what the page's policy lets run.</summary>
    private static void AssertNoScript(string html)
    {
        var own = OwnScript().Match(html);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(own.Groups[1].Value)));
        var policy = WebUtility.HtmlDecode(html[..html.IndexOf("<title>", StringComparison.Ordinal)]);
        Assert.Contains($"script-src 'sha256-{hash}';", policy);
        html = html.Remove(own.Index, own.Length);
        Assert.DoesNotMatchRegex(ActiveTag(), html);
        var open = new Stack<string>();
        foreach (var tag in Tag().Matches(html[(html.IndexOf('>', StringComparison.Ordinal) + 1)..]).Cast<Match>())
        {
            var name = tag.Groups[2].Value;
            if (name is "meta" or "input" or "br" or "hr" or "col" or "wbr" || tag.Value.EndsWith("/>", StringComparison.Ordinal))
                continue;
            if (tag.Groups[1].Value == "/")
                Assert.AreEqual(open.Pop(), name);
            else
                open.Push(name);
        }

        Assert.IsEmpty(open);
    }

    [GeneratedRegex(@"(?<=""stringValue"":""[^""\\]{1,4000})(?="")")]
    private static partial Regex Suffix();

    [GeneratedRegex(@",(node-\d)(?=,)")]
    private static partial Regex Host();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Sgr();

    [GeneratedRegex(@"(?:^|,|\r\n)(?:""((?:[^""]|"""")*)""|([^,\r\n""]*))")]
    private static partial Regex Cell();

    [GeneratedRegex(@"<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex OwnScript();

    [GeneratedRegex(@"<(script|img|iframe|object|embed|link)\b|<[a-z]+[^<>]*\s(on[a-z]+|href\s*=\s*[""']?\s*javascript)", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveTag();

    [GeneratedRegex(@"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?/?>")]
    private static partial Regex Tag();
}
