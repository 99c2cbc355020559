// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Service.Extraction.Anonymous;

namespace FwCorrelate.Service.Tests.Extraction;

[TestClass]
public sealed class ReplacementsTests
{
    private static Replacements Make(params string[] names)
    {
        var made = new Replacements(new ReplacementKey(new byte[] { 7, 7, 7, 7 }), new RuleWords());
        foreach (var name in names)
            made.Learn(name);
        return made;
    }

    [TestMethod]
    [DataRow("ssh -R 2222:localhost:22 alice@git.corp.example", "alice")]
    [DataRow("ssh -R 2222:localhost:22 alice@git.corp.example", "git.corp")]
    [DataRow("cat /home/alice/.bashrc", "alice")]
    [DataRow("curl http://45.67.89.10:8080/x", "45.67.89.10")]
    [DataRow("nc 2a01:4f8:10:20::7 22", "2a01:4f8")]
    [DataRow("for b in $(seq 9); do nc 10.77.66.$b 22; done", "10.77.66")]
    [DataRow("masscan 45.77.0.0/16 -p22", "45.77")]
    [DataRow("host w4-s5 of ep-45", "w4-s5")]
    [DataRow("curl https://intranet.zyx-labs.com/a", "zyx-labs")]
    [DataRow("arn eni-0a1b2c3d4e5f60718 of 123456789012", "0a1b2c3d4e5f60718")]
    [DataRow("arn eni-0a1b2c3d4e5f60718 of 123456789012", "123456789012")]
    [DataRow("logs/123456789012_vpcflowlogs_fl-0a1b2c3d4e5f60718_x.log", "0a1b2c3d4e5f60718")]
    [DataRow("trace 83930b8543b45087da666ff5ebef827d", "83930b8543b45087da666ff5ebef827d")]
    [DataRow("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY", "wJalrXUtnFEMI")]
    public void In_Text_HidesWhatNamesSomebody(string text, string hidden)
    {
        var made = Make("w4-s5", "ep-45").In(text);
        Assert.DoesNotContain(hidden, made);
        Assert.AreEqual(made, Make("w4-s5", "ep-45").In(text), "the same by the same");
    }

    [TestMethod]
    [DataRow("python3 render.py page.html --level 3")]
    [DataRow("import socket; s = socket.socket(); s.connect(x); requests.get(u)")]
    [DataRow("for a in 2 5 9; do sleep 1; done >/dev/null 2>&1")]
    [DataRow("{\"start\":\"1768887585\",\"end\":1768887594123,\"port\":\"22\"}")]
    [DataRow("curl http://169.254.169.254/latest/meta-data/iam/ && ping 127.0.0.1")]
    [DataRow("ACCEPT 6 12 34567 OK NODATA")]
    public void In_TextThatNamesNobody_StaysAsItIs(string text) => Assert.AreEqual(text, Make("w4-s5").In(text));

    [TestMethod]
    public void In_CommandWithAPattern_KeepsThePatternOnTheAddresses()
    {
        var made = Make();
        var address = HostAddress.Parse(made.In("10.8.2.17")).ToString();
        Assert.StartsWith(made.In("10.8.$a.$b").Replace("$a.$b", "", StringComparison.Ordinal), address);
        Assert.IsTrue(AddressPrefix.Parse(made.In("10.8.0.0/16")).Contains(HostAddress.Parse(address)));
    }

    [TestMethod]
    public void In_ShortContainerId_IsTheBeginningOfTheLongOne()
    {
        const string id = "3f2a9c1b77de4c0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f";
        var made = Make();
        Assert.StartsWith(made.In(id[..12]), made.In(id));
        Assert.AreNotEqual(id[..12], made.In(id[..12]));
    }
}
