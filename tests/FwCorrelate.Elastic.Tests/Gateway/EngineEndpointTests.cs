// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class EngineEndpointTests
{
    [TestMethod]
    [DataRow("http://127.0.0.1:9200")]
    [DataRow("http://localhost:9200/")]
    [DataRow("http://[::1]:9200")]
    [DataRow("https://es.example.org:9200/behind/a/path")]
    public void Of_SafeUrl_IsKept(string url) => Assert.AreEqual(url.TrimEnd('/'), EngineEndpoint.Of(url).ToString());

    [TestMethod]
    [DataRow("http://es.example.org:9200")]
    [DataRow("http://10.0.0.4:9200")]
    [DataRow("http://127.0.0.1.example.org:9200")]
    public void Of_PlainHttpToAnotherMachine_IsRefusedUnlessSaidLoudly(string url)
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of(url));
        Assert.Contains("--allow-plain-http", error.Message);
        Assert.AreEqual("http", EngineEndpoint.Of(url, allowPlainHttp: true).Uri.Scheme);
    }

    [TestMethod]
    public void Of_PasswordInUrl_IsRefusedAndNotShown()
    {
        foreach (var url in new[] { "https://elastic:hunter2@es.example.org", "elastic:hunter2@es", "https://elastic:hunter2@" })
        {
            var error = Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of(url));
            Assert.DoesNotContain("hunter2", error.Message);
        }
    }

    [TestMethod]
    [DataRow("es.example.org:9200")]
    [DataRow("ftp://es.example.org")]
    [DataRow("https://es.example.org/?pretty")]
    [DataRow("")]
    public void Of_NoEngineUrl_IsRefused(string url) => Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of(url));

    [TestMethod]
    public void Of_SeveralNodes_AreEachChecked()
    {
        var endpoint = EngineEndpoint.Of(["https://a.example.org:9200", "https://b.example.org:9200/x", "https://a.example.org:9200/"]);
        Assert.AreEqual("https://a.example.org:9200, https://b.example.org:9200/x", endpoint.ToString());
        Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of([]));
        Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of(["https://a.example.org", "http://b.example.org"]));
        Assert.Contains("mix http and https", Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of(["https://a.example.org", "http://127.0.0.1"])).Message);
    }

    [TestMethod]
    public void Of_PasswordWithAComma_IsNotShown()
    {
        var error = Assert.ThrowsExactly<ConfigurationException>(() => EngineEndpoint.Of("https://elastic:hunter2,rest@es.example.org".Split(',')));
        Assert.DoesNotContain("hunter2", error.Message);
    }

    [TestMethod]
    public void CloudId_OfADeployment_IsItsElasticsearch()
    {
        var id = "prod:" + Convert.ToBase64String("eu-west-1.aws.found.io:9243$abcdef$123456"u8);
        Assert.AreEqual("https://abcdef.eu-west-1.aws.found.io:9243/", CloudId.Url(id));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("https://es.example.org")]
    [DataRow("prod:%%%")]
    [DataRow("prod:YQ==")]
    public void CloudId_AnotherText_IsRefused(string id) => Assert.ThrowsExactly<ConfigurationException>(() => CloudId.Url(id));

    [TestMethod]
    public void Of_TrustOverPlainHttp_IsRefused() => Assert.ThrowsExactly<ConfigurationException>(
        () => EngineEndpoint.Of("http://127.0.0.1:9200", trust: ServerTrust.OfFingerprint(new string('a', 64))));

    [TestMethod]
    public void Credentials_AnyText_ShowsNoSecret()
    {
        foreach (var credentials in new[] { EngineCredentials.ApiKey("id:hunter2"), EngineCredentials.Basic("me", "hunter2"), EngineCredentials.Bearer("hunter2") })
        {
            Assert.DoesNotContain("hunter2", credentials.ToString());
            Assert.DoesNotContain("hunter2", credentials.Kind);
        }
    }

    [TestMethod]
    public void ApiKey_IdAndKey_IsEncodedAsTheEngineWants()
    {
        var header = EngineCredentials.ApiKey("VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw").Header!;
        Assert.AreEqual("ApiKey VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==", header.ToString());
    }
}
