// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Truth;

[TestClass]
public sealed class DestinationMentionTests
{
    private static readonly SimulatedSandbox Sandbox =
        new("s", new SimulatedHost("h", "", Duration.Zero), "10.0.0.1", Instant.MinValue, Instant.MaxValue);

    [TestMethod]
    [DataRow("nc 203.0.113.7 22", nameof(MentionKind.Literal))]
    [DataRow("ssh a@203.0.113.7", nameof(MentionKind.Literal))]
    [DataRow("nc 203.0.113.70 22", nameof(MentionKind.None))]
    [DataRow("nc 1203.0.113.7 22; nc 203.0.113.7 22", nameof(MentionKind.Literal))]
    [DataRow("for i in 1 2; do nc 203.0.113.$i 22; done", nameof(MentionKind.Pattern))]
    [DataRow("for i in 1 2; do nc 203.0.$i.7 22; done", nameof(MentionKind.Pattern))]
    [DataRow("nmap 203.0.113.0/24", nameof(MentionKind.Pattern))]
    [DataRow("nmap 203.0.0.0/16", nameof(MentionKind.Pattern))]
    [DataRow("nmap 203.0.112.0/24", nameof(MentionKind.None))]
    [DataRow("python3 fetch.py", nameof(MentionKind.None))]
    public void Find_Command_TellsHowItNamesTheDestination(string command, string expected) =>
        Assert.AreEqual(Enum.Parse<MentionKind>(expected), DestinationMention.Find(Call(command), "203.0.113.7", ""));

    [TestMethod]
    public void Find_ScriptThatAnEarlierCallWrote_IsAMention()
    {
        var runner = Call("sh ./x.sh") with { ScriptAuthor = Call("echo nc 203.0.113.7 22 > x.sh") };

        Assert.AreEqual(MentionKind.Script, DestinationMention.Find(runner, "203.0.113.7", ""));
    }

    [TestMethod]
    public void Find_NameThatTheRecordShows_IsLiteral()
    {
        var clone = Call("git clone git@git.example.org:a/b.git");

        Assert.AreEqual(MentionKind.Literal, DestinationMention.Find(clone, "203.0.113.7", "git.example.org"));
        Assert.AreEqual(MentionKind.None, DestinationMention.Find(clone, "203.0.113.7", ""));
    }

    private static SimulatedCall Call(string command) => new("t", "s", "call_1", command, Instant.MinValue, Instant.MinValue, Sandbox);
}
