// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>A file that cannot be read is told by what it is, and what to do about it.</summary>
[TestClass]
public sealed class ForeignFormatTests
{
    [TestMethod]
    [DataRow("Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port\n", "NetFlow as nfdump prints it for people")]
    [DataRow("#separator \\x09\n#set_separator\t,\n#path\tx509\n#fields\tts\tfingerprint\n", "Zeek log")]
    [DataRow("""{"insertId":"x","jsonPayload":{"connection":{"src_ip":"10.0.0.5"}},"logName":"projects/p/logs/vpc_flows"}""", "Google Cloud log")]
    [DataRow("tcp 6 431999 ESTABLISHED src=10.0.0.5 dst=203.0.113.4 sport=1 dport=22 src=203.0.113.4 dst=192.0.2.1 sport=22 dport=1 [ASSURED] use=1\n", "table of tracked connections")]
    [DataRow("""{"log":"{\"__topic__\":\"cloudfirewall_access_log\",\"src_ip\":\"10.0.0.5\",\"dst_ip\":\"203.0.113.4\",\"rule_result\":\"pass\"}\n","stream":"stdout"}""", "wraps one of alibaba-cloud-firewall in 'log'")]
    public void Recognise_AFormatThatIsNotRead_SaysWhatItIs(string text, string what)
    {
        var recognition = ContentRecogniser.Recognise(Encoding.UTF8.GetBytes(text), "logs/a");
        Assert.IsInstanceOfType<Recognition.Unrecognised>(recognition);
        Assert.Contains(what, ((Recognition.Unrecognised)recognition).Reason);
        Assert.Contains("which this version", ((Recognition.Unrecognised)recognition).Reason);
    }

    [TestMethod]
    public void Recognise_NotesAndScripts_AreNotTakenForALog() => Assert.StartsWith(
        "no format recognises it", ((Recognition.Unrecognised)ContentRecogniser.Recognise("Call the on-call at 4.\n"u8.ToArray(), "notes.txt")).Reason);
}
