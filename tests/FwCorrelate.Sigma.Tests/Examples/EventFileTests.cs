// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Examples;

[TestClass]
public sealed class EventFileTests
{
    [TestMethod]
    [DataRow("{src_ip: 10.0.0.5, dst_port: 22}")]
    [DataRow("src_ip: 10.0.0.5\ndst_port: 022")]
    [DataRow("- {src_ip: 10.0.0.5, dst_port: 22}")]
    [DataRow("{\"src_ip\": \"10.0.0.5\", \"dst_port\": 22}")]
    [DataRow("[{\"src_ip\": \"10.0.0.5\", \"dst_port\": 22}]")]
    [DataRow("\uFEFF  {\"src_ip\": \"10.0.0.5\",\n \"dst_port\": 22, \"absent\": null}")]
    public void Read_OneEventInAnySpelling_IsThatEvent(string text) => Assert.AreEqual("src_ip=10.0.0.5 dst_port=22", Written(Good(text).Single()));

    [TestMethod]
    public void Read_JsonLines_AreEventsWithTheirLines()
    {
        var events = Good("{\"dst_port\": 1}\n\n{\"dst_port\": 2}\n");

        Assert.AreEqual("f.json:1:1 f.json:3:1", string.Join(' ', events));
    }

    [TestMethod]
    public void Read_NestedMaps_AreDottedNames() => Assert.AreEqual(
        "source.ip=10.0.0.5 run.id=a,b tool.command=ls", Written(Good("{\"source\": {\"ip\": \"10.0.0.5\"}, \"fwcorrelate\": {\"run\": {\"id\": [\"a\", \"b\"]}, \"command\": \"ls\", \"rules\": [{\"id\": \"x\"}]}}").Single()));

    [TestMethod]
    [DataRow("", "f.json:1:1: The file holds no event.")]
    [DataRow("{\"a\": 1,}", "f.json:1:9: This is not valid JSON:")]
    [DataRow("{\"a\": \"\\ud800\"}", "f.json:1:15: This is not valid JSON:")]
    [DataRow("- 5", "f.json:1:3: An event must be a map of fields; this is a single value.")]
    [DataRow("a: {b: 1}\na.b: 2", "f.json:2:1: The field 'a.b' stands twice in one event.")]
    [DataRow("a: [{b: 1}]", "f.json:1:4: The value of 'a' is a list of maps.")]
    [DataRow("a: &x 1", "f.json:1:4: The anchor '&x' is refused")]
    [DataRow("a: *x", "f.json:1:4: The alias '*x' is refused")]
    [DataRow("<<: {a: 1}", "f.json:1:1: The merge key '<<' is refused.")]
    [DataRow("a: !!str 1", "f.json:1:4: The tag")]
    [DataRow("a: \0", "f.json:1:1: The file is not UTF-8 text.")]
    public void Read_WhatIsNoEvent_NamesThePlace(string text, string error)
    {
        var (_, errors) = Read(text);
        Assert.HasCount(1, errors);
        Assert.StartsWith(error, errors[0].ToString());
    }

    [TestMethod]
    public void Read_HostileSizes_AreRefused()
    {
        Assert.StartsWith("f.json:1:1: The file has more than", Read(new string('x', EventFile.MaxBytes + 1)).Errors[0].ToString());
        Assert.Contains("nested more than", Read(string.Concat(Enumerable.Repeat("{a: ", 100)) + "1" + new string('}', 100)).Errors[0].What);
        Assert.Contains("1001 events", Read(string.Concat(Enumerable.Repeat("{\"a\": 1}\n", 1_001))).Errors[0].What);
        Assert.Contains("1001 fields", Read("{" + string.Join(", ", Enumerable.Range(0, 1_001).Select(i => $"f{i}: 1")) + "}").Errors[0].What);
    }

    private static IReadOnlyList<ExampleEvent> Good(string text)
    {
        var (events, errors) = Read(text);
        Assert.IsEmpty(errors, string.Join("\n", errors));
        return events;
    }

    private static (IReadOnlyList<ExampleEvent> Events, IReadOnlyList<RuleError> Errors) Read(string text) => EventFile.Read("f.json", Encoding.UTF8.GetBytes(text));

    private static string Written(ExampleEvent e) => string.Join(' ', e.Fields.Select(f => $"{f.Name}={string.Join(',', f.Values)}"));
}
