// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Serving.Correlation;

namespace FwCorrelate.Serving.Delivery;

/// <summary>Stores incidents in Elasticsearch or OpenSearch, as <c>elastic push</c> does. Storing one again changes nothing.</summary>
internal sealed class ElasticSink(ElasticSettings settings, TimeProvider time) : RoutedSink(settings)
{
    public override int MostAtOnce => 200;

    protected override async Task SendAsync(IReadOnlyList<Revision> revisions, CancellationToken cancellation)
    {
        try
        {
            var credentials = settings.ApiKey is { } key ? EngineCredentials.ApiKey(key.Read(Environment.GetEnvironmentVariable))
                : EngineCredentials.None;
            var endpoint = EngineEndpoint.Of([settings.Url], credentials, null, allowPlainHttp: false);
            using var engine = await SearchEngine.ConnectAsync(endpoint, time, cancellation).ConfigureAwait(false);
            BulkRejection? refused = null;
            var push = new ResultPush(engine, StoreName.Namespace(settings.Namespace), rejection => refused ??= rejection, time);

            // The engine keeps the last revision: those before it in one batch would only be overwritten.
            var last = revisions.GroupBy(r => r.Id).Select(g => g.MaxBy(r => r.Number)!);
            await push.PushAsync(last.Select(r => new ResultLine($"{r.Id} revision {r.Number}", r.Document)), [], cancellation)
                .ConfigureAwait(false);
            if (refused is { } first)
                throw new DeliveryFailedException($"{endpoint} refused a document: {first.Type}: {first.Reason}");
        }
        catch (Exception e) when (e is EngineException or ConfigurationException or FormatException)
        {
            throw new DeliveryFailedException(e.Message, e);
        }
    }
}
