// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using FwCorrelate.Elastic.Tests.Kibana;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>The tests' Kibana on a port of its own, for the program as users run it.</summary>
internal sealed class KibanaServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private KibanaServer(FakeKibana kibana)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync(new HttpMessageInvoker(kibana));
    }

    public string Url { get; }

    public static KibanaServer Start(FakeKibana kibana) => new(kibana);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync(HttpMessageInvoker kibana)
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync(), kibana);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return; // Stopped.
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context, HttpMessageInvoker kibana)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), context.Request.Url);
        if (context.Request.HasEntityBody)
        {
            request.Content = new StreamContent(context.Request.InputStream);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        using var reply = await kibana.SendAsync(request, CancellationToken.None);
        context.Response.StatusCode = (int)reply.StatusCode;
        await reply.Content.CopyToAsync(context.Response.OutputStream);
        context.Response.Close();
    }
}
