// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using static FwCorrelate.Ingestion.Tests.Otlp.Spans;

namespace FwCorrelate.Ingestion.Tests.Otlp;

/// <summary>Spans in the wrappers that they are found in.</summary>
[TestClass]
public sealed class ContainerLogTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string Text = Request(Tool("b1", "", "execute_tool bash", ("gen_ai.tool.args", "ls \"a b\"")));

    [TestMethod]
    public void Read_DockersLog_HasWhatTheContainerPrinted()
    {
        var reading = Check(Docker("starting\n"), Docker(Text + "\n"), Docker("done\n", "stderr"));
        Assert.AreEqual((1, 2, 0), (reading.Files[0].Records, reading.Files[0].Ignored, reading.Files[0].Rejected));
        Assert.AreEqual(2, reading.Timeline.Calls.Single().Origin.Line);
    }

    [TestMethod]
    public void Read_DockersLogOfALineCutInPieces_IsPutTogether() =>
        Assert.HasCount(1, Check(Docker(Text[..100]), Docker("other\n", "stderr"), Docker(Text[100..] + "\n")).Timeline.Calls);

    [TestMethod]
    public void Read_DockersLogOfAPrintedDocument_IsPutTogether()
    {
        using var document = JsonDocument.Parse(Text);
        var printed = JsonSerializer.Serialize(document.RootElement, Indented);
        Assert.HasCount(1, Check([.. printed.Split('\n').Select(l => Docker(l + "\n"))]).Timeline.Calls);
    }

    [TestMethod]
    public void Read_RuntimesLog_HasWhatTheContainerPrinted() => Assert.HasCount(1, Check(
        $"2026-01-05T10:11:03.123456789Z stdout P {Text[..80]}", $"2026-01-05T10:11:03.223456789+08:00 stdout F {Text[80..]}").Timeline.Calls);

    [TestMethod]
    public void Read_DockersLogThatEndsWithin_IsRejected() => Assert.AreEqual(1, Check(Docker(Text + "\n"), Docker(Text[..90])).Files[0].Rejected);

    [TestMethod]
    [DataRow("""{"batches":RESOURCES}""")]
    [DataRow("""{"trace":{"resourceSpans":RESOURCES}}""")]
    public void Read_AnswersOfTempo_HaveTheirSpans(string form)
    {
        using var document = JsonDocument.Parse(Text);
        var resources = document.RootElement.GetProperty("resourceSpans").GetRawText();
        Assert.HasCount(1, Check(form.Replace("RESOURCES", resources, StringComparison.Ordinal)).Timeline.Calls);
    }

    [TestMethod]
    [DataRow(new byte[] { 0, 0, 1, 44, 0x28, 0xB5, 0x2F, 0xFD, 0, 1, 2 }, "compression zstd")]
    [DataRow(new byte[] { 0, 0, 1, 44, 0x0A, 0x8A, 0x02, 0x0A, 0, 1, 2 }, "format proto")]
    public void Recognise_LengthPrefixedMessages_SaysWhatWroteThem(byte[] head, string setting)
    {
        var reason = ((Recognition.Unrecognised)ContentRecogniser.Recognise(head, "traces.zstd")).Reason;
        StringAssert.Contains(reason, $"file exporter with {setting} (length-prefixed messages)");
    }

    private static TimelineReading Check(params string[] lines)
    {
        var text = string.Join('\n', lines) + "\n";
        Assert.IsInstanceOfType<Recognition.Trace>(ContentRecogniser.Recognise(Encoding.UTF8.GetBytes(text), "x.log"));
        return Reading.Timeline(text);
    }

    private static string Docker(string text, string stream = "stdout") => JsonSerializer.Serialize(new { log = text, stream, time = "2026-01-30T05:13:20Z" });
}
