// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Serving.Correlation;
using NodaTime;

namespace FwCorrelate.Serving.Delivery;

/// <summary>
/// Posts each revision, one after the other. The signature is HMAC-SHA-256 over the time stamp, a full stop and the body, so that a request
/// that somebody kept cannot be sent again later unnoticed. A receiver that gets one twice knows it by its <c>Idempotency-Key</c>.
/// </summary>
internal sealed class WebhookSink(WebhookSettings settings, IClock clock, HttpMessageHandler? handler = null) : RoutedSink(
    settings), IDisposable
{
    private readonly HttpClient _client = new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 1 << 16,
    };

    public void Dispose() => _client.Dispose();

    /// <summary>Lower-case hex.</summary>
    internal static string Signature(string secret, string stamp, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")));

    protected override async Task SendAsync(IReadOnlyList<Revision> revisions, CancellationToken cancellation)
    {
        foreach (var revision in revisions)
            await SendAsync(revision, cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(Revision revision, CancellationToken cancellation)
    {
        try
        {
            using var request = Request(revision);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new DeliveryFailedException($"{Place} answered {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or ConfigurationException)
        {
            throw new DeliveryFailedException($"{Place}: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new DeliveryFailedException($"{Place} did not answer in {_client.Timeout.TotalSeconds} s", e);
        }
    }

    // Paths and queries of such addresses are often secrets.
    private string Place => settings.Url.GetLeftPart(UriPartial.Authority);

    private HttpRequestMessage Request(Revision revision)
    {
        var stamp = clock.GetCurrentInstant().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = new StringContent(revision.Document, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{revision.Id}-{revision.Number}"));
        request.Headers.Add("X-FwCorrelate-Incident", revision.Id);
        request.Headers.Add("X-FwCorrelate-Revision", revision.Number.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-FwCorrelate-Timestamp", stamp);
        if (settings.Secret?.Read(Environment.GetEnvironmentVariable) is { } secret)
            request.Headers.Add("X-FwCorrelate-Signature", "sha256=" + Signature(secret, stamp, revision.Document));
        return request;
    }
}
