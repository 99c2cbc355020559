// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Tests.JsonLines;

/// <summary>Records of a JSON document are the same records as one a line.</summary>
[TestClass]
public sealed class RecordListTests
{
    private const string First = """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"10.0.0.5","src_port":"50000","dst_ip":"198.51.100.7","dst_port":"443","ip_protocol":"tcp","direction":"out","start_time":"1769750000","end_time":"1769750060","rule_result":"pass"}""";
    private const string Second = """{"__topic__":"cloudfirewall_access_log","log_type":"internet_log","src_ip":"10.0.0.5","src_port":"50001","dst_ip":"198.51.100.7","dst_port":"443","ip_protocol":"tcp","direction":"out","start_time":"1769750000","end_time":"1769750060","rule_result":"drop"}""";
    private static readonly string[] Parts = ["{", "}", "[", "]", ",", "\n", "\"hits\":", "\"data\":", "{}", "1", " ", "\"", "{\"a\":1}"];
    private const string Document = """{"@timestamp":"2026-01-30T05:13:20.000Z","event":{"kind":"event","dataset":"panw.panos","start":"2026-01-30T05:03:20.000Z","end":"2026-01-30T05:13:20.000Z"},"source":{"ip":"10.0.0.5","port":50000},"destination":{"ip":"198.51.100.7","port":443},"network":{"transport":"tcp"},"panw":{"panos":{"type":"TRAFFIC","sub_type":"end","action":"allow"}}}""";

    [TestMethod]
    [DataRow("[@1,@2]")]
    [DataRow("[ @1 , @2 ]\n")]
    [DataRow("[\n  @1,\n  @2\n]\n")]
    [DataRow("{\"meta\":{\"count\":2},\"data\":[@1,@2]}")]
    [DataRow("{\"data\":[@1,@2],\"meta\":{\"count\":2}}\n")]
    [DataRow("{\"Records\":[@1]}\n{\"Records\":[@2]}\n")]
    [DataRow("\uFEFF[@1,@2]")]
    public void Read_ADocument_GivesItsRecordsWhereTheyStand(string shape)
    {
        var text = shape.Replace("@1", First, StringComparison.Ordinal).Replace("@2", Second, StringComparison.Ordinal);
        var reading = Reading.Flows(text);
        CollectionAssert.AreEqual((string[])[First, Second], reading.Raw.ToArray());
        Assert.IsEmpty(reading.Rejected);
        foreach (var (record, raw) in reading.Records.Zip(reading.Raw))
        {
            Assert.AreEqual(raw, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), (int)record.Offset, raw.Length));
            Assert.AreEqual(text[..text.IndexOf(raw, StringComparison.Ordinal)].Count(c => c == '\n') + 1, record.Line);
        }

        Assert.AreEqual("drop", reading.Field(1, "rule_result"));
    }

    [TestMethod]
    public void Read_RecordsPrintedOverLines_AreWholeRecords()
    {
        var text = "{\n  " + First[1..].Replace(",", ",\n  ", StringComparison.Ordinal) + "\n{\r\n  " + Second[1..].Replace(",", ",\r\n  ", StringComparison.Ordinal);
        var reading = Reading.Flows(text);
        CollectionAssert.AreEqual((int[])[50000, 50001], reading.Records.Select(r => (int)r.SourcePort).ToArray());
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    [DataRow("{\"took\":1,\"hits\":{\"total\":{\"value\":1},\"hits\":[{\"_index\":\"i\",\"_id\":\"x\",\"_source\":@}]}}")]
    [DataRow("{\"responses\":[{\"took\":1,\"hits\":{\"hits\":[{\"_index\":\"i\",\"_id\":\"x\",\"_source\":@}]}},{\"hits\":{\"hits\":[]}}]}")]
    [DataRow("[@]")]
    public void Read_WhatASearchAnswers_GivesItsDocuments(string shape)
    {
        var reading = Reading.Flows(shape.Replace("@", Document, StringComparison.Ordinal));
        Assert.AreEqual(("10.0.0.5", 443), (reading.Records.Single().Source.ToString(), (int)reading.Records.Single().DestinationPort));
        Assert.IsEmpty(reading.Rejected);
    }

    [TestMethod]
    public void Read_ABrokenRecord_CostsItself()
    {
        var reading = Reading.Flows($"[\n{First},\n{{\"src_ip\": oops}},\n{Second}\n]");
        CollectionAssert.AreEqual((string[])[First, Second], reading.Raw.ToArray());
        Assert.AreEqual((3L, 1), (reading.Rejected.Single().Line, reading.Rejected.Count));
        Assert.Contains("is not JSON to its end", reading.Rejected[0].Reason);
    }

    [TestMethod]
    public void Read_AListThatIsCutOff_IsTold()
    {
        Assert.Contains("has no end", Reading.Flows($"[{First},").Rejected.Single().Reason);
        var cut = Reading.Flows($"[{First},{Second[..40]}");
        CollectionAssert.AreEqual((string[])[First], cut.Raw.ToArray());
        Assert.HasCount(1, cut.Rejected);
    }

    [TestMethod]
    public void Read_LinesOfObjects_AreNoDocument()
    {
        Assert.IsFalse(RecordList.IsIn(Encoding.UTF8.GetBytes($"{First}\n{Second}\n")));
        Assert.IsFalse(RecordList.IsIn(Encoding.UTF8.GetBytes($"{First[..30]}\n{Second}\n")));
        Assert.IsFalse(RecordList.IsIn("2 123456789012 eni-1\n"u8));
        Assert.IsFalse(RecordList.IsIn("[1769750000.123456]     [NEW] tcp 6 120 SYN_SENT src=10.0.0.5 dst=203.0.113.7 sport=1 dport=22\n"u8));
    }

    [TestMethod]
    public void Read_AHeadThatIsCutOffWithinALongDocument_IsStillADocument() =>
        Assert.IsTrue(RecordList.IsIn(Encoding.UTF8.GetBytes($"{{\"took\":1,\"hits\":{{\"hits\":[{First},{Second[..20]}")));

    [TestMethod]
    public void Of_AnyText_CoversItsRecordsInOrderAndEnds() => Gen.Int[0, Parts.Length - 1].Array[0, 60].Sample(parts =>
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => Parts[p])));
        var end = 0;
        foreach (var piece in RecordList.Of(text))
        {
            Assert.IsTrue(piece.Start >= end && piece.Length >= 0 && piece.Start + piece.Length <= text.Length);
            end = piece.Start + piece.Length;
        }
    }, iter: 20_000);

    [TestMethod]
    [Timeout(TestLimits.Hangs)]
    public void Of_NestingWithoutEnd_TakesTimeByItsLength()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":[\n", 200_000)));
        Assert.IsNotEmpty(RecordList.Of(text));
    }
}
