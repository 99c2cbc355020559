// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Store;

/// <summary>A line of <c>incidents.jsonl</c>, with what says where it is stored.</summary>
/// <param name="Index">By the month of first seen.</param>
internal sealed record IncidentLine(string Id, long Revision, string Index, IReadOnlyList<string> Supersedes, ReadOnlyMemory<byte> Document)
{
    /// <param name="ingested">When it is stored: <c>event.ingested</c>, by which Kibana's rule finds what is new.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static IncidentLine Of(ResultLine line, DateTimeOffset ingested)
    {
        var document = line.Json;
        var id = line.Required(document, OwnFields.IncidentId);
        var revision = line.Required(document, OwnFields.IncidentRevision);
        var firstSeen = line.Required(document, OwnFields.IncidentFirstSeen);
        if (!long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            throw new FormatException($"{line.Place} has the revision '{revision}': expected a number from 1 on");
        var incident = document.GetProperty("fwcorrelate").GetProperty("incident");
        string[] supersedes = incident.TryGetProperty("supersedes", out var ids) ? ids.ValueKind switch
        {
            JsonValueKind.Array => [.. ids.EnumerateArray().Select(i => i.ToString())],
            JsonValueKind.String => [ids.GetString()!],
            _ => [],
        } : [];
        return new IncidentLine(
            id, number, StoreName.IncidentIndex(firstSeen), supersedes, Stamped(JsonObject.Create(document)!, ingested));
    }

    internal static byte[] Stamped(JsonObject document, DateTimeOffset ingested)
    {
        if (document["event"] is not JsonObject told)
            document["event"] = told = [];
        told["ingested"] = ingested.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }
}

/// <summary>Marks incidents that later ones replace: status <c>superseded</c>, and by which, as their next revision.</summary>
internal sealed class SupersededIncidents(ISearchEngine engine, TimeProvider time)
{
    private const string Superseded = "superseded";

    private readonly Dictionary<string, string> _by = new(StringComparer.Ordinal);

    /// <summary>How many were marked.</summary>
    public int Count { get; private set; }

    public void Add(IncidentLine incident)
    {
        foreach (var old in incident.Supersedes)
            _by[old] = incident.Id;
    }

    /// <summary>The marked documents of those that are there and not marked yet.</summary>
    public async Task<IReadOnlyList<BulkDocument>> MarkedAsync(CancellationToken cancellationToken)
    {
        var marked = new List<BulkDocument>();
        var there = await ExistingDocuments.FindAsync(engine, StoreName.IncidentAlias, _by.Keys, withSource: true, cancellationToken)
            .ConfigureAwait(false);
        foreach (var (id, (index, source)) in there.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            var document = JsonObject.Create(source)!;
            if (document["fwcorrelate"]?["incident"] is not JsonObject incident || incident["status"]?.ToString() == Superseded)
                continue;
            var revision = (incident["revision"]?.GetValue<long>() ?? 0) + 1;
            incident["revision"] = revision;
            incident["status"] = Superseded;
            incident["superseded_by"] = _by[id];
            marked.Add(BulkDocument.Revision(index, id, revision, IncidentLine.Stamped(document, time.GetUtcNow())));
        }

        Count = marked.Count;
        return marked;
    }
}
