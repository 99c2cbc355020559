// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Elastic.Transport;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>How connections are made: trust, proxy, redirects, limits.</summary>
internal static class EngineConnections
{
    /// <summary>The connections of the official client, made safe.</summary>
    public static HttpRequestInvoker Invoker(EngineEndpoint endpoint, TransportFailures failures) =>
        new((inner, _) => new BoundedErrors(Secured((SocketsHttpHandler)inner, endpoint, failures)));

    /// <summary>The same over a handler of the caller's: for tests.</summary>
    public static HttpRequestInvoker Invoker(HttpMessageHandler handler) => new((_, _) => new BoundedErrors(handler));

    public static SocketsHttpHandler Secured(SocketsHttpHandler handler, EngineEndpoint endpoint, TransportFailures failures)
    {
        handler.AllowAutoRedirect = false; // A redirect would carry logs and credentials to wherever a server says.
        handler.UseCookies = false;
        handler.UseProxy = endpoint.Nodes.All(n => n.Scheme == Uri.UriSchemeHttps && !EngineEndpoint.IsLoopback(n)); // A proxy would read plain http.
        handler.ConnectTimeout = endpoint.Timeouts.Connect;
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60);
        handler.AutomaticDecompression = DecompressionMethods.None;

        // Not the client's own checks by fingerprint or authority: these take a certificate for another host.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            failures.Judge(endpoint.Trust.Refusal(certificate as X509Certificate2, chain, errors));
        return handler;
    }

    /// <summary>Reads the body of an error up to a limit, before the client does, which reads it without one.</summary>
    private sealed class BoundedErrors(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private const int MostErrorBytes = 16 * 1024 * 1024;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            try
            {
                await response.Content.LoadIntoBufferAsync(MostErrorBytes, cancellationToken).ConfigureAwait(false);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
