// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Tests.Suricata;

[TestClass]
public sealed class EveAnswerTests
{
    private const string Head = "{\"timestamp\":\"2026-02-10T09:00:00.000000+0000\",\"flow_id\":1,\"event_type\":\"dns\",\"src_ip\":\"10.0.0.2\",\"src_port\":53,\"dest_ip\":\"10.0.0.5\",\"dest_port\":40000,\"proto\":\"UDP\",\"dns\":";

    [TestMethod]
    [DataRow("{\"type\":\"answer\",\"id\":1,\"rcode\":\"NOERROR\",\"rrname\":\"pypi.example\",\"rrtype\":\"A\",\"ttl\":299,\"rdata\":\"203.0.113.9\"}",
        "203.0.113.9", DisplayName = "version 1, one event an answer")]
    [DataRow("{\"type\":\"answer\",\"rrname\":\"pypi.example\",\"rrtype\":\"TXT\",\"rdata\":\"203.0.113.9\"}", "", DisplayName = "version 1, a text")]
    [DataRow("{\"version\":2,\"type\":\"answer\",\"rrname\":\"pypi.example\",\"rrtype\":\"A\",\"answers\":[{\"rrname\":\"pypi.example\",\"rrtype\":\"CNAME\",\"rdata\":\"cdn.example\"},"
        + "{\"rrname\":\"cdn.example\",\"rrtype\":\"A\",\"rdata\":\"203.0.113.9\"},{\"rrname\":\"cdn.example\",\"rrtype\":\"TXT\",\"rdata\":\"198.51.100.1\"}],"
        + "\"grouped\":{\"A\":[\"203.0.113.9\",\"203.0.113.10\"],\"CNAME\":[\"cdn.example\"],\"TXT\":[\"198.51.100.1\"]}}", "203.0.113.9 203.0.113.10", DisplayName = "version 2")]
    [DataRow("{\"version\":3,\"type\":\"response\",\"rcode\":\"NOERROR\",\"queries\":[{\"rrname\":\"pypi.example\",\"rrtype\":\"AAAA\"}],\"answers\":[{\"rrname\":\"pypi.example\","
        + "\"rrtype\":\"AAAA\",\"ttl\":3,\"rdata\":\"2001:db8::9\"}]}", "2001:db8::9", DisplayName = "version 3, with a list of questions")]
    [DataRow("{\"version\":3,\"type\":\"request\",\"queries\":[{\"rrname\":\"pypi.example\",\"rrtype\":\"A\"}],\"answers\":3,\"grouped\":{\"A\":{\"a\":1}}}", "", DisplayName = "no answers, or none that can be read")]
    public void Field_OfEachVersion_TellsNameAndAddresses(string dns, string addresses)
    {
        var reading = Reading.Flows(Head + dns + "}\n");
        Assert.AreEqual("suricata-eve", reading.Parser.Format.Name);
        Assert.AreEqual(("pypi.example", addresses), (reading.Field(0, "dns.question"), reading.Field(0, "dns.addresses")));
    }

    [TestMethod]
    public void Field_OfNetworkFirewall_IsTheSameBelowItsEvent()
    {
        var reading = Reading.Flows("{\"firewall_name\":\"f\",\"availability_zone\":\"z\",\"event_timestamp\":\"1770714000\",\"event\":" + Head
            + "{\"version\":2,\"type\":\"answer\",\"rrname\":\"pypi.example\",\"answers\":[{\"rrtype\":\"A\",\"rdata\":\"203.0.113.9\"}]}}}\n");
        Assert.AreEqual(("pypi.example", "203.0.113.9"), (reading.Field(0, "event.dns.question"), reading.Field(0, "event.dns.addresses")));
    }
}
