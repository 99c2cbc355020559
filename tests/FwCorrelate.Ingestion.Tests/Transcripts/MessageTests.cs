// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Conversations;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.Tests.Transcripts;

/// <summary>Messages are kept as places, and open to their texts again.</summary>
[TestClass]
public sealed class MessageTests
{
    private static List<MessageText> Open(string format, string text, out IReadOnlyDictionary<string, string> lacking)
    {
        using var file = new TempFile(Encoding.UTF8.GetBytes(text));
        var input = Reading.Input(file.Path, "timeline/a");
        var timeline = TimelineReader.Read([(input, TraceFormats.Find(format)!)], [], CaseSettings.Default).Timeline;
        lacking = timeline.MessagesLacking;
        var messages = timeline.Messages.Values.Single();
        var texts = MessageTexts.Read(input, messages);
        return [.. messages.SelectMany(m => texts[m])];
    }

    [TestMethod]
    public void ClaudeCode_Messages_OpenByRoleInOrder()
    {
        string[] lines =
        [
            """{"type":"user","sessionId":"s-1","uuid":"u1","parentUuid":null,"timestamp":"2026-01-05T10:00:00.000Z","message":{"role":"user","content":"do it at 203.0.113.9"}}""",
            """{"type":"assistant","sessionId":"s-1","uuid":"u2","parentUuid":"u1","timestamp":"2026-01-05T10:00:05.000Z","message":{"id":"m1","role":"assistant","content":[{"type":"text","text":"I will."},{"type":"tool_use","id":"toolu_0123456789","name":"Bash","input":{"command":"curl x"}}]}}""",
            """{"type":"user","sessionId":"s-1","uuid":"u3","parentUuid":"u2","timestamp":"2026-01-05T10:00:09.000Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_0123456789","content":"page"}]}}""",
        ];
        var texts = Open("claude-code", string.Join('\n', lines), out var lacking);
        CollectionAssert.AreEqual(new[] { MessageRole.Task, MessageRole.Model, MessageRole.ToolResult }, texts.Select(t => t.Role).ToList());
        StringAssert.Contains(texts[0].Text, "do it at 203.0.113.9");
        Assert.AreEqual("I will.", texts[1].Spoken);
        StringAssert.Contains(texts[2].Text, "page");
        Assert.IsEmpty(lacking);
    }

    [TestMethod]
    public void ClaudeCode_SessionThatBeginsInTheMiddle_SaysThatItLacksMessages()
    {
        Open("claude-code", """{"type":"assistant","sessionId":"s-1","uuid":"u2","timestamp":"2026-01-05T10:00:05.000Z","message":{"id":"m1","role":"assistant","content":"x"}}""", out var lacking);
        StringAssert.Contains(lacking["s-1"], "begins before");
    }

    [TestMethod]
    public void Inspect_Messages_OpenFromWithinTheLog()
    {
        const string log = """
            {"version":2,"eval":{"eval_id":"e","run_id":"r","task":"t"},"plan":{},
             "samples":[{"id":"t","epoch":1,"uuid":"s1",
              "messages":[{"role":"user","content":"the task"},
                          {"role":"assistant","content":"thinking aloud","tool_calls":[{"id":"call_000001","function":"bash","arguments":{"cmd":"ls"}}]},
                          {"role":"tool","tool_call_id":"call_000001","content":"out"}],
              "events":[{"event":"tool","uuid":"t1","timestamp":"2026-01-05T06:11:03-04:00","completed":"2026-01-05T06:11:09-04:00","id":"call_000001","function":"bash","arguments":{"cmd":"ls"}}]}]}
            """;
        var texts = Open("inspect-ai", log, out var lacking);
        CollectionAssert.AreEqual(new[] { MessageRole.Task, MessageRole.Model, MessageRole.ToolResult }, texts.Select(t => t.Role).ToList());
        Assert.AreEqual("thinking aloud", texts[1].Spoken);
        Assert.IsEmpty(lacking);
    }

    [TestMethod]
    public void Span_OfAModelCall_OpensToItsConversation()
    {
        const string messages = """[{"role":"system","parts":[{"type":"text","content":"sys"}]},{"role":"user","parts":[{"type":"text","content":"go"}]},{"role":"user","parts":[{"type":"tool_call_response","id":"c0","response":"page"}]}]""";
        var span = Otlp.Spans.Span("2", "", "chat m", Otlp.Spans.Start, Otlp.Spans.Start + 5, ("gen_ai.operation.name", "chat"), ("gen_ai.input.messages", messages),
            ("gen_ai.output.messages", """[{"role":"assistant","parts":[{"type":"text","content":"hm"}]}]"""));
        var texts = Open("otlp-json", Otlp.Spans.Request(Otlp.Spans.Tool("1", "", "execute_tool bash"), span), out _);
        CollectionAssert.AreEqual(new[] { MessageRole.System, MessageRole.Task, MessageRole.ToolResult, MessageRole.Model }, texts.Select(t => t.Role).ToList());
        StringAssert.Contains(texts[2].Text, "page");
    }
}
