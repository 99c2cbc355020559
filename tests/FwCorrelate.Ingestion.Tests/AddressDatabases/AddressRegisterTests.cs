// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.AddressDatabases;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Tests.AddressDatabases;

[TestClass]
public sealed class AddressRegisterTests
{
    private static readonly byte[] Countries = MaxMindFixture.Of(
        ("203.0.113.0/24", MaxMindFixture.Country("NL")), ("2001:db8::/32", MaxMindFixture.Country("SG")), ("10.0.0.0/8", MaxMindFixture.Country("US")));

    private static readonly byte[] Systems = MaxMindFixture.Of(("203.0.113.128/25", MaxMindFixture.System(64500, "Example Hosting")));

    [TestMethod]
    [DataRow("203.0.113.7", "NL", null, null)]
    [DataRow("203.0.113.200", "NL", 64500L, "Example Hosting")]
    [DataRow("2001:db8::1", "SG", null, null)]
    [DataRow("198.51.100.1", null, null, null)]
    [DataRow("10.1.2.3", null, null, null, DisplayName = "an address of the case's own")]
    public void Find_AddressOfTwoDatabases_TellsWhatBothSay(string address, string? country, long? number, string? organization)
    {
        using var countries = new TempFile(Countries);
        using var systems = new TempFile(Systems);
        var register = AddressRegister.Open([countries.Path, systems.Path], CaseSettings.Default, "--geoip")!;
        var expected = country is null && number is null ? null : new AddressRegistration(country, number, organization);
        Assert.AreEqual(expected, register.Find(HostAddress.Parse(address)));
        Assert.IsNull(register.Damage);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(40)]
    [DataRow(400)]
    public void Open_FileThatIsCutOff_IsRefusedWithASentence(int length)
    {
        using var file = new TempFile(Countries[..Math.Min(length, Countries.Length - 60)]);
        var e = Assert.ThrowsExactly<ConfigurationException>(() => AddressRegister.Open([file.Path], CaseSettings.Default, "case.yml: geoip"));
        StringAssert.StartsWith(e.Message, $"case.yml: geoip: '{file.Path}' is no MaxMind database that can be read: ");
        StringAssert.EndsWith(e.Message, "Expected a whole .mmdb file of countries or autonomous systems.");
    }

    [TestMethod]
    public void Open_FileThatIsNotThere_IsRefused()
    {
        var e = Assert.ThrowsExactly<ConfigurationException>(() => AddressRegister.Open(["/nowhere/x.mmdb"], CaseSettings.Default, "--geoip"));
        Assert.Contains("/nowhere/x.mmdb", e.Message);
    }

    // What stands in the middle of a file is looked at only when it is asked for.
    [TestMethod]
    public void Find_DamageWithinTheFile_SaysNothingAndTellsIt()
    {
        var damaged = Countries.ToArray();
        var at = damaged.AsSpan().IndexOf("NL"u8);
        damaged.AsSpan(at - 12, 12).Fill(0xFF);
        using var file = new TempFile(damaged);
        var register = AddressRegister.Open([file.Path], CaseSettings.Default, "--geoip")!;
        Assert.IsNull(register.Find(HostAddress.Parse("203.0.113.7")));
        Assert.Contains("what a MaxMind database says of 203.0.113.7 is damaged", register.Damage!);
        Assert.AreEqual("SG", register.Find(HostAddress.Parse("2001:db8::1"))?.Country);
    }
}
