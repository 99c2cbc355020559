// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;

namespace FwCorrelate.Elastic.Tests.Gateway;

/// <summary>Answers as a test says, and keeps what was asked.</summary>
internal sealed class ScriptedHandler(Func<AskedRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    public const string OpenSearchGreeting = """{"version":{"distribution":"opensearch","number":"2.19.4"}}""";

    public List<AskedRequest> Asked { get; } = [];

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new AskedRequest(request.Method.Method, request.RequestUri!.PathAndQuery, body, request);
        lock (Asked)
            Asked.Add(asked);
        return answer(asked);
    }
}

internal sealed record AskedRequest(string Method, string Path, string Body, HttpRequestMessage Message);
