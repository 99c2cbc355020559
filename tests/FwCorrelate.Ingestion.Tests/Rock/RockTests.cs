// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Rock;

[TestClass]
public sealed class RockTests
{
    private const string Request = """
        2026-01-05T10:11:03.120+08:00 INFO:server.py:52 [rocklet.accessLog] [] [0b51a2] -- {
          "access_type": "request",
          "method": "POST", "url": "http://10.8.3.21:22555/run_in_session",
          "request_content": {"sandbox_id": "ab12cd", "session": "agent", "command": "curl http://203.0.113.9/"}
        }

        """;

    private const string Response = """
        2026-01-05T10:11:09.120+08:00 INFO:server.py:60 [rocklet.accessLog] [] [0b51a2] -- {
          "access_type": "response", "status_code": 200, "process_time": "6000.00ms"
        }
        """;

    [TestMethod]
    [DataRow("[] [")]
    [DataRow("[ab12cd] [")]
    public void Request_OverSeveralLines_IsACallThatItsResponseEnds(string brackets)
    {
        var reading = Transcript.Read("rock-access-log", Request + Response.Replace("[] [", brackets, StringComparison.Ordinal));
        var call = reading.Timeline.Calls.Single();
        Assert.AreEqual("curl http://203.0.113.9/", call.Command);
        Assert.AreEqual("run_in_session", call.ToolName);
        Assert.AreEqual("ab12cd", call.SandboxId);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 2, 11, 3).PlusNanoseconds(120_000_000), call.Start.Value);
        Assert.AreEqual(Instant.FromUtc(2026, 1, 5, 2, 11, 9).PlusNanoseconds(120_000_000), call.End.Value);
        Assert.AreEqual(TimeBasis.Clock, call.Start.Basis);
        Assert.AreEqual(0, reading.Files.Single().Rejected);
    }

    [TestMethod]
    public void Request_WithoutAResponse_IsOpen() => Assert.IsTrue(Transcript.Read("rock-access-log", Request).Timeline.Calls.Single().IsOpen);

    [TestMethod]
    public void Record_ThatIsCutOff_IsRejectedAndCostsItselfOnly()
    {
        var reading = Transcript.Read("rock-access-log", Request + Response[..^20] + "\n" + Request.Replace("0b51a2", "0b51a3", StringComparison.Ordinal));
        Assert.HasCount(2, reading.Timeline.Calls);
        Assert.AreEqual(1, reading.Files.Single().Rejected);
    }
}
