// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Documents;

namespace FwCorrelate.Service.Results.Stories;

/// <summary>Finds incidents of a result by what people type.</summary>
public static class IncidentLookup
{
    private const int MostNamed = 5;

    /// <summary>The incident whose id begins so; <c>INC-</c> may be left out.</summary>
    /// <exception cref="ConfigurationException">None does, or several do.</exception>
    public static StoredDocument Find(ResultFolder folder, string id)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(id);
        var found = Starting(folder, id);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ConfigurationException(
                $"no incident of '{folder.Path}' has the id '{id}': expected one that 'fwcorrelate incidents' lists"),
            _ => throw new ConfigurationException($"'{id}' is the beginning of {found.Count} ids: expected one of "
            + $"{string.Join(", ", found.Take(MostNamed).Select(IdOf))}{(found.Count > MostNamed ? ", ..." : "")}"),
        };
    }

    /// <summary>Those whose id begins so.</summary>
    internal static IReadOnlyList<StoredDocument> Starting(ResultFolder folder, string id)
    {
        var start = id.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? id[4..] : id;
        return start.Length == 0 || !start.All(char.IsAsciiHexDigit) ? []
            : [.. folder.Incidents(new IncidentQuery(
                i => IdOf(i).StartsWith("INC-" + start, StringComparison.OrdinalIgnoreCase), holding: start.ToLowerInvariant()))];
    }

    public static string IdOf(StoredDocument incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.Text(EcsFields.EventId) ?? "";
    }
}
