// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Store;

/// <summary>What a push did.</summary>
/// <param name="Superseded">Older incidents that were marked.</param>
public sealed record PushCounts(BulkCounts Incidents, BulkCounts Attributions, int Superseded);

/// <summary>
/// Stores the results of an investigation. Pushing them again, or by somebody else from the same records, changes nothing.
/// </summary>
public sealed class ResultPush(ISearchEngine engine, string name, Action<BulkRejection> rejected, TimeProvider time)
{
    // Looked up and sent together.
    private const int Batch = 1_000;

    private readonly string _attributions = StoreName.DataStream("attribution", name);

    /// <exception cref="EngineException">The templates are not installed, or the engine refused: what was stored before stands, and pushing
    /// again is safe.</exception>
    /// <exception cref="FormatException">A line is no document of ours: nothing after it was stored.</exception>
    public async Task<PushCounts> PushAsync(
        IEnumerable<ResultLine> incidents, IEnumerable<ResultLine> attributions, CancellationToken cancellationToken)
    {
        await EnsureInstalledAsync(cancellationToken).ConfigureAwait(false);
        var (incidentCounts, superseded) = await PushIncidentsAsync(incidents, cancellationToken).ConfigureAwait(false);
        var attributionCounts = await PushAttributionsAsync(attributions, cancellationToken).ConfigureAwait(false);
        return new PushCounts(incidentCounts, attributionCounts, superseded);
    }

    // Without the templates an engine makes indices of its own guesses, which nobody finds out until a query fails.
    private async Task EnsureInstalledAsync(CancellationToken cancellationToken)
    {
        foreach (var template in new[] { "fwcorrelate-attribution", "fwcorrelate-incidents" })
        {
            try
            {
                var reply = await engine.SendAsync(HttpMethod.Get, InstallableAsset.PathOf(AssetKind.IndexTemplate) + template,
                    EngineBody.None, cancellationToken).ConfigureAwait(false);
                if (reply.Status == 404)
                    throw new EngineException(
                        EngineFailure.Refused, $"{engine.Address} has no template {template}: run fwcorrelate elastic install first");
                reply.Required($"look for the template {template}");
            }
            catch (EngineException exception) when (exception.Failure == EngineFailure.Forbidden)
            {
                return; // Who may write need not be allowed to see templates.
            }
        }
    }

    private async Task<(BulkCounts Counts, int Superseded)> PushIncidentsAsync(
        IEnumerable<ResultLine> lines, CancellationToken cancellationToken)
    {
        await using var writer = new BulkWriter(engine, rejected, time);
        var superseded = new SupersededIncidents(engine, time);
        foreach (var some in lines.Select(l => IncidentLine.Of(l, time.GetUtcNow())).Chunk(Batch))
        {
            var there = await ExistingDocuments.FindAsync(
                engine, StoreName.IncidentAlias, [.. some.Select(i => i.Id)], withSource: false, cancellationToken).ConfigureAwait(false);
            foreach (var incident in some)
            {
                // A later revision may begin earlier: the incident stays where it was first stored.
                var index = there.TryGetValue(incident.Id, out var place) ? place.Index : incident.Index;
                await writer.AddAsync(BulkDocument.Revision(index, incident.Id, incident.Revision, incident.Document), cancellationToken)
                    .ConfigureAwait(false);
                superseded.Add(incident);
            }
        }

        foreach (var marked in await superseded.MarkedAsync(cancellationToken).ConfigureAwait(false))
            await writer.AddAsync(marked, cancellationToken).ConfigureAwait(false);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return (writer.Counts, superseded.Count);
    }

    private async Task<BulkCounts> PushAttributionsAsync(IEnumerable<ResultLine> lines, CancellationToken cancellationToken)
    {
        await using var writer = new BulkWriter(engine, rejected, time);
        var ids = new AttributionIds();
        var stored = await StoredData.FindAsync(engine, cancellationToken).ConfigureAwait(false);
        var hasRolledOver = stored.Any(d => d.Name == _attributions && d.Generations > 1);
        long there = 0;
        foreach (var some in lines.Select(l => (Id: ids.Of(l), Line: l)).Chunk(Batch))
        {
            var known = hasRolledOver
                ? await ExistingDocuments.FindAsync(
                    engine, _attributions, [.. some.Select(l => l.Id)], withSource: false, cancellationToken).ConfigureAwait(false)
                : null;
            foreach (var (id, line) in some)
            {
                if (known?.ContainsKey(id) == true)
                    there++;
                else
                    await writer.AddAsync(BulkDocument.Create(_attributions, id, line.Utf8), cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return writer.Counts with { Added = writer.Counts.Added + there, AlreadyThere = writer.Counts.AlreadyThere + there };
    }
}

/// <summary>A line of a results file.</summary>
/// <param name="Place">File and line, for errors.</param>
public sealed record ResultLine(string Place, string Text)
{
    internal ReadOnlyMemory<byte> Utf8 => Encoding.UTF8.GetBytes(Text);

    /// <exception cref="FormatException">It is no JSON object.</exception>
    internal JsonElement Json
    {
        get
        {
            try
            {
                var document = JsonElement.Parse(Text);
                return document.ValueKind == JsonValueKind.Object ? document : throw Unfit("a JSON object");
            }
            catch (JsonException)
            {
                throw Unfit("a JSON object");
            }
        }
    }

    /// <summary>The value of a dotted field as text.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    internal string Required(JsonElement document, string field) => TextOf(document, field) ?? throw Unfit($"the field {field}");

    internal static string? TextOf(JsonElement document, string field)
    {
        foreach (var step in field.Split('.'))
        {
            if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(step, out document))
                return null;
        }

        return document.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null ? null : document.ToString();
    }

    private FormatException Unfit(string expected) =>
        new($"{Place} is no document of an investigation: expected {expected}, as investigate --out writes it");
}
