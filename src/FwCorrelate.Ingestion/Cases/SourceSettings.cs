// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using NodaTime;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>What a case says of one file.</summary>
public static class SourceSettings
{
    /// <summary>
    /// The settings of a file's source. Its name is that of the first of the case's <c>sources</c> whose glob matches the
    /// path, else the format's. A setting is looked up by that name, then by globs in their order, then by the format.
    /// </summary>
    /// <param name="documentedSlack">The format's documented worst case, used where the case names no slack.</param>
    public static LogSettings Resolve(this CaseSettings settings, string relativePath, string formatName, Duration documentedSlack)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var name = settings.Sources.FirstOrDefault(s => PathGlob.Matches(s.Glob, relativePath))?.Name;
        var hasSlack = TryFind(settings.Slack, name, relativePath, formatName, out var slack);
        var hasZone = TryFind(settings.Zones, name, relativePath, formatName, out var zone);
        var hasYear = TryFind(settings.Years, name, relativePath, formatName, out var year);
        var hasOffset = TryFind(settings.ClockOffsets, name, relativePath, formatName, out var offset);
        return new LogSettings(
            name ?? formatName, hasSlack ? slack : documentedSlack, !hasSlack, offset, hasZone ? zone! : DateTimeZone.Utc, hasZone)
        {
            OffsetIsConfigured = hasOffset,
            LogEnd = hasYear ? year : null,
            Addresses = settings.Addresses,
        };
    }

    private static bool TryFind<T>(IReadOnlyDictionary<string, T> settings, string? name, string path, string format, out T? value)
    {
        value = default;
        if (name is not null && settings.TryGetValue(name, out value))
            return true;
        foreach (var (key, setting) in settings)
        {
            if ((PathGlob.IsGlob(key) || key.Contains('/', StringComparison.Ordinal)) && PathGlob.Matches(key, path))
            {
                value = setting;
                return true;
            }
        }

        return settings.TryGetValue(format, out value);
    }
}
