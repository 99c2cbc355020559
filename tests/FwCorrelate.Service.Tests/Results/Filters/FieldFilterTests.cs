// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Filters;

namespace FwCorrelate.Service.Tests.Results.Filters;

[TestClass]
public sealed class FieldFilterTests
{
    private const string Document = """
        {"@timestamp":"2026-01-20T05:00:14.000000Z","event":{"id":"INC-001631c9e613","severity":73},"source":{"ip":"10.20.3.24"},"destination":{"ip":"2001:db8::7","port":22},
        "related":{"ip":["10.20.3.24","192.0.2.22"]},"rule":{"name":"Firewall alert (let through)"},
        "fwcorrelate":{"verdict":"agent_initiated","rules":[{"level":"high"},{"level":"low"}],"destinations":[{"ip":"192.0.2.22","port":22},{"ip":"192.0.2.23","port":443}],"ongoing":"no","record":{"late":false}}}
        """;

    [TestMethod]
    [DataRow("verdict = agent_initiated", true)]
    [DataRow("fwcorrelate.verdict = AGENT_initiated", true)]
    [DataRow("verdict != agent_initiated", false)]
    [DataRow("episode.id != x", true)]
    [DataRow("episode.id = x", false)]
    [DataRow("episode.id exists", false)]
    [DataRow("not episode.id exists", true)]
    [DataRow("level >= high", true)]
    [DataRow("level > high", false)]
    [DataRow("level < critical", true)]
    [DataRow("event.severity >= 73 and event.severity < 73.5", true)]
    [DataRow("destination.port = 022", true)]
    [DataRow("source.ip = 10.20.0.0/16", true)]
    [DataRow("source.ip = 10.21.0.0/16", false)]
    [DataRow("destination.ip = 2001:db8::/32", true)]
    [DataRow("related.ip = 192.0.2.22", true)]
    [DataRow("destinations.port = 443", true)]
    [DataRow("destinations.port in (80, 443)", true)]
    [DataRow("destinations.port in (80,81)", false)]
    [DataRow("event.id = INC-0016*", true)]
    [DataRow("rule.name ~ 'ALERT (let'", true)]
    [DataRow("rule.name = \"firewall alert (let through)\"", true)]
    [DataRow("@timestamp >= 2026-01-20T05:00:14Z and @timestamp < 2026-01-21", true)]
    [DataRow("record.late = false", true)]
    [DataRow("verdict = background or level = high and ongoing = yes", false)]
    [DataRow("(verdict = background or level = high) and ongoing = no", true)]
    [DataRow("not not verdict = agent_initiated", true)]
    public void Filter_Expression_Decides(string expression, bool expected) =>
        Assert.AreEqual(expected, FieldFilter.Parse(expression).Matches(StoredDocument.Parse(Document.Replace("\n", "", StringComparison.Ordinal))));

    [TestMethod]
    [DataRow("", "--where, character 1: found the end, expected a field")]
    [DataRow("verdict", "found the end, expected one of = != < <= > >= ~ in exists")]
    [DataRow("verdict =", "expected a value")]
    [DataRow("verdict = a b", "character 13: found 'b', expected 'and', 'or' or the end")]
    [DataRow("(verdict = a", "expected ')'")]
    [DataRow("verdict = 'a", "expected a closing '")]
    [DataRow("level >= hihg", "'hihg' cannot be compared with >=")]
    [DataRow("port in 80", "found '80', expected '('")]
    public void Filter_Unreadable_SaysWhereAndWhatWasExpected(string expression, string message) =>
        Assert.Contains(message, Assert.ThrowsExactly<ConfigurationException>(() => FieldFilter.Parse(expression)).Message);

    private static readonly string[] Words = ["(", ")", "not", "and", "or", "in", "=", "!=", "~", "a", "'b'", ",", " "];

    [TestMethod]
    public void Filter_AnyText_IsReadOrRefused() => Gen.OneOf(Gen.String, Gen.Int[0, Words.Length - 1].Array[0, 60].Select(p => string.Join(' ', p.Select(i => Words[i]))))
        .Sample(text =>
        {
            try
            {
                FieldFilter.Parse(text).Matches(StoredDocument.Parse("{}"));
            }
            catch (ConfigurationException)
            {
                // Refused with a sentence.
            }
        });
}
