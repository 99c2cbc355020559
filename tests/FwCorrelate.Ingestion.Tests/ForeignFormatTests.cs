// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>A file that cannot be read is told by what it is, and what to do about it.</summary>
[TestClass]
public sealed class ForeignFormatTests
{
    [TestMethod]
    [DataRow("""{"ts":1591367999.3,"uid":"CMd","id.orig_h":"10.0.0.4","id.orig_p":36844,"id.resp_h":"10.0.0.1","id.resp_p":53,"proto":"udp"}""", "Zeek connection log")]
    [DataRow("#separator \\x09\n#set_separator\t,\n#path\tconn\n#fields\tts\tuid\n", "Zeek connection log")]
    [DataRow("""{"timestamp":"2026-01-30T05:13:20.0+0000","flow_id":1,"event_type":"flow","src_ip":"10.0.0.5","dest_ip":"203.0.113.4"}""", "Suricata EVE log")]
    [DataRow("""{"firewall_name":"f","event_timestamp":"1","event":{"event_type":"netflow","flow_id":1,"src_ip":"10.0.0.5"}}""", "AWS Network Firewall log")]
    [DataRow("""{"insertId":"x","jsonPayload":{"connection":{"src_ip":"10.0.0.5"}},"logName":"projects/p/logs/vpc_flows"}""", "Google Cloud log")]
    [DataRow("""{"records":[{"time":"2026-01-30T05:13:20Z","category":"NetworkSecurityGroupFlowEvent","properties":{}}]}""", "Azure flow log")]
    [DataRow("Jan 30 05:13:20 host kernel: [1.4] IN=eth0 OUT= MAC=00 SRC=10.0.0.5 DST=203.0.113.4 LEN=60 PROTO=TCP SPT=5000 DPT=22\n", "Linux firewall log")]
    [DataRow("ts,te,td,sa,da,sp,dp,pr,flg\n", "NetFlow as nfdump prints it")]
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
