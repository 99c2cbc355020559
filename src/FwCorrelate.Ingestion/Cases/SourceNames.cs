// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Gpu;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Leases;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>The names by which settings speak of sources: a misspelt one would be a setting without effect.</summary>
public static class SourceNames
{
    /// <summary>Refuses names that are no source of the case, no format and no glob.</summary>
    /// <param name="formats">Those that logs may be of.</param>
    /// <param name="setting">What names them: an option or a key of <c>case.yml</c>.</param>
    /// <param name="found">Formats that files of the case are known by.</param>
    /// <exception cref="ConfigurationException">A name is unknown.</exception>
    public static void MustBeKnown(
        FlowFormats formats, CaseSettings settings, string setting, IEnumerable<string> names, IEnumerable<string> found)
    {
        ArgumentNullException.ThrowIfNull(formats);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(names);
        var own = settings.Sources.Select(s => s.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var here = found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Except(own, StringComparer.Ordinal).ToList();
        var read = NamesOf(formats);
        foreach (var name in names)
        {
            if (own.Contains(name) || here.Contains(name) || read.Contains(name) || PathGlob.IsGlob(name)
                || name.Contains('/', StringComparison.Ordinal))
                continue;
            var known = string.Join(", ", own.Concat(here));
            throw new ConfigurationException(
                $"{setting} '{name}': no source of that name. {(known.Length > 0 ? $"Known here: {known}. " : "")}Use the name of one of "
                + "case.yml's sources, of a format ('fwcorrelate formats'), or a path glob.");
        }
    }

    private static HashSet<string> NamesOf(FlowFormats formats) =>
    [
        .. formats.All.Select(f => f.Name), .. formats.Documents.Sources.All.Select(s => s.Name), .. TraceFormats.All.Concat(
            formats.MappedTraces).Select(f => f.Name),
        .. GpuFormat.All.Select(f => f.Name), .. IdentityFormats.All.Select(f => f.Name), LeaseFormat.Name, ConntrackReader.Name,
    ];
}
