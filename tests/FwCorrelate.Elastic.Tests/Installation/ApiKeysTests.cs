// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Tests.Gateway;

namespace FwCorrelate.Elastic.Tests.Installation;

[TestClass]
public sealed class ApiKeysTests
{
    private const string Secret = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Create_EachRole_HasExactlyTheRightsOfItsFile()
    {
        foreach (var role in ApiKeys.Roles)
        {
            var handler = new ScriptedHandler(r => r.Path == "/" ? Greeting() : ScriptedHandler.Json($$"""{"id":"x","name":"{{role}}","api_key":"y","encoded":"{{Secret}}"}"""));
            using var engine = await ConnectAsync(handler);
            var key = await new ApiKeys(engine).CreateAsync(role, TestContext.CancellationToken);
            Assert.AreEqual(Secret, key.Encoded);
            Assert.DoesNotContain(Secret, key.ToString());
            var asked = handler.Asked[1];
            Assert.AreEqual(("POST", "/_security/api_key"), (asked.Method, asked.Path));
            var body = JsonNode.Parse(asked.Body)!;
            Assert.AreEqual(role, (string)body["name"]!);
            var rights = body["role_descriptors"]![role]!;
            foreach (var index in rights["indices"]!.AsArray().Where(i => i!["names"] is JsonValue))
                index!["names"] = new JsonArray(index["names"]!.DeepClone()); // One name is written without its list.
            Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(RoleFiles.Of(EngineProduct.Elasticsearch, role)), rights), asked.Body);
        }
    }

    [TestMethod]
    public async Task Create_EngineWithoutSecurity_SaysWhatItAnswered()
    {
        using var engine = await ConnectAsync(new ScriptedHandler(r => r.Path == "/" ? Greeting()
            : ScriptedHandler.Json("""{"error":"no handler found for uri [/_security/api_key] and method [POST]"}""", HttpStatusCode.BadRequest)));
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => new ApiKeys(engine).CreateAsync("fwcorrelate-reader", TestContext.CancellationToken));
        Assert.Contains("cannot make the API key fwcorrelate-reader: POST /_security/api_key answered 400: no handler found", error.Message);
    }

    [TestMethod]
    public void Check_OpenSearchOrKeyOfAKey_IsRefusedBeforehand()
    {
        var elasticsearch = new EngineDialect(EngineProduct.Elasticsearch, "9.1.0");
        ApiKeys.Check(elasticsearch, EngineCredentials.Basic("elastic", Secret));
        Assert.Contains("only keys without rights", Assert.ThrowsExactly<ConfigurationException>(() => ApiKeys.Check(elasticsearch, EngineCredentials.ApiKey(Secret))).Message);
        var error = Assert.ThrowsExactly<ConfigurationException>(() => ApiKeys.Check(new EngineDialect(EngineProduct.OpenSearch, "2.19.4"), EngineCredentials.Basic("admin", Secret)));
        Assert.Contains("has no API keys", error.Message);
        Assert.DoesNotContain(Secret, error.ToString());
    }

    private static HttpResponseMessage Greeting()
    {
        var answer = ScriptedHandler.Json("""{"version":{"number":"9.1.0"}}""");
        answer.Headers.Add("X-Elastic-Product", "Elasticsearch");
        return answer;
    }

    private Task<SearchEngine> ConnectAsync(ScriptedHandler handler) => SearchEngine.ConnectAsync(
        handler, EngineEndpoint.Of("https://es.example.org", EngineCredentials.Basic("elastic", "pw-1")), TimeProvider.System, TestContext.CancellationToken);
}
