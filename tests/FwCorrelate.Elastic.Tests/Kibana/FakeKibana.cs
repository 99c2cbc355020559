// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Tests.Kibana;

/// <summary>
/// Kibana's import APIs as their documentation tells them, to inject faults: no Kibana is to be had. Holds what it was given; refuses
/// what Kibana refuses: no kbn-xsrf, no file, an object whose references are missing, JSON where text is expected.
/// </summary>
internal sealed class FakeKibana(string version = "9.1.0") : HttpMessageHandler
{
    private enum Fault
    {
        None,
        Refusal,
        CutAfterwards,
    }

    private readonly Queue<(Fault Fault, HttpStatusCode Status, string Body)> _faults = [];

    public Dictionary<(string Type, string Id), JsonObject> Objects { get; } = [];

    public Dictionary<string, JsonObject> Rules { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>The next request gets this answer, and nothing is done.</summary>
    public FakeKibana Answering(HttpStatusCode status, string body = "Kibana server is not ready yet")
    {
        _faults.Enqueue((Fault.Refusal, status, body));
        return this;
    }

    /// <summary>The next request is carried out and then the connection breaks.</summary>
    public FakeKibana CuttingAfterwards()
    {
        _faults.Enqueue((Fault.CutAfterwards, default, ""));
        return this;
    }

    public FakeKibana AnsweringWell()
    {
        _faults.Enqueue(default);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add($"{request.Method} {path}");
        var (fault, status, body) = _faults.TryDequeue(out var next) ? next : default;
        if (fault == Fault.Refusal)
            return new HttpResponseMessage(status) { Content = new StringContent(body) };
        var reply = await AnswerAsync(request, path, cancellationToken);
        return fault == Fault.CutAfterwards ? throw new HttpRequestException("cut", new IOException("The connection was closed.")) : reply;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        if (path.EndsWith("/api/status", StringComparison.Ordinal))
            return Json(HttpStatusCode.OK, $$$"""{"name":"kibana","version":{"number":"{{{version}}}"}}""");
        if (!request.Headers.Contains("kbn-xsrf"))
            return Json(HttpStatusCode.BadRequest, """{"statusCode":400,"error":"Bad Request","message":"Request must contain a kbn-xsrf header."}""");
        if (request.Method == HttpMethod.Delete)
            return Remove(path);
        var lines = await LinesAsync(request, cancellationToken);
        if (lines is null)
            return Json(HttpStatusCode.UnsupportedMediaType, """{"statusCode":415,"error":"Unsupported Media Type","message":"Unsupported Media Type"}""");
        if (path.EndsWith("/api/saved_objects/_import?overwrite=true", StringComparison.Ordinal))
            return ImportObjects(lines);
        return path.EndsWith("/api/detection_engine/rules/_import?overwrite=true", StringComparison.Ordinal)
            ? ImportRules(lines)
            : Json(HttpStatusCode.NotFound, """{"statusCode":404,"error":"Not Found","message":"Not Found"}""");
    }

    private static async Task<JsonObject[]?> LinesAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        const string Part = "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"fwcorrelate.ndjson\"\r\n";
        var boundary = request.Content?.Headers.ContentType is { MediaType: "multipart/form-data" } type ? "--" + type.Parameters.Single(p => p.Name == "boundary").Value : "?";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (!body.StartsWith(boundary, StringComparison.Ordinal) || !body.Contains(Part, StringComparison.Ordinal))
            return null;
        var text = body.Split("\r\n\r\n", 2)[1].Split("\r\n" + boundary)[0];
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }

    private HttpResponseMessage Remove(string path)
    {
        const string RulePath = "/api/detection_engine/rules?rule_id=", ObjectPath = "/api/saved_objects/";
        var isThere = path.StartsWith(RulePath, StringComparison.Ordinal)
            ? Rules.Remove(path[RulePath.Length..])
            : path.Split('?')[0][ObjectPath.Length..].Split('/') is [var type, var id] && Objects.Remove((type, id));
        return isThere ? Json(HttpStatusCode.OK, "{}") : Json(HttpStatusCode.NotFound, """{"statusCode":404,"error":"Not Found","message":"not found"}""");
    }

    private HttpResponseMessage ImportObjects(JsonObject[] lines)
    {
        var errors = new JsonArray();
        var known = lines.Select(Key).Concat(Objects.Keys).ToHashSet();
        foreach (var line in lines)
        {
            var missing = line["references"]!.AsArray().Any(r => !known.Contains(Key(r!.AsObject())));
            if (missing || line["attributes"]!["kibanaSavedObjectMeta"]?["searchSourceJSON"] is JsonObject)
                errors.Add(new JsonObject { ["type"] = Key(line).Type, ["id"] = Key(line).Id, ["error"] = new JsonObject { ["type"] = missing ? "missing_references" : "unknown" } });
            else
                Objects[Key(line)] = line;
        }

        var taken = lines.Length - errors.Count;
        return Json(HttpStatusCode.OK, new JsonObject { ["success"] = errors.Count == 0, ["successCount"] = taken, ["errors"] = errors }.ToJsonString());
    }

    private HttpResponseMessage ImportRules(JsonObject[] lines)
    {
        var errors = new JsonArray();
        foreach (var line in lines)
        {
            string[] required = ["rule_id", "name", "description", "risk_score", "severity", "type"];
            if (required.FirstOrDefault(k => line[k] is null) is { } key)
                errors.Add(new JsonObject { ["rule_id"] = (string?)line["rule_id"], ["error"] = new JsonObject { ["status_code"] = 400, ["message"] = $"{key}: Required" } });
            else
                Rules[(string)line["rule_id"]!] = line;
        }

        var taken = lines.Length - errors.Count;
        return Json(HttpStatusCode.OK, new JsonObject { ["success"] = errors.Count == 0, ["success_count"] = taken, ["rules_count"] = lines.Length, ["errors"] = errors }.ToJsonString());
    }

    private static (string Type, string Id) Key(JsonObject item) => ((string)item["type"]!, (string)item["id"]!);

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
