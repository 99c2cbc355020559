// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Reporting;

namespace FwCorrelate.Service.Results;

/// <summary>
/// Writes the files of design section 6. They are made in a hidden folder beside the target and moved into place when all are
/// whole: a crash leaves the target as it was, never half a result.
/// </summary>
/// <remarks>
/// Into a folder that exists (<c>--force</c>) the files are moved one by one after the old manifest is gone, and the new manifest
/// last: should a crash fall between, <see cref="EvidenceVerification"/> finds no manifest rather than a mixture that looks whole.
/// </remarks>
public static class OutputFolder
{
    /// <summary>Refuses a target that holds something already; call it before any work.</summary>
    /// <exception cref="ConfigurationException">The folder exists, is not empty, and <paramref name="force"/> is not given; or the path is a file.</exception>
    public static void EnsureFree(string folder, bool force)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (File.Exists(folder))
            throw new ConfigurationException($"{folder}: --out names a file, where a folder was expected. Choose another name.");
        if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new ConfigurationException(
                $"{folder}: the output folder exists and is not empty. Choose another one, or replace the results in it with --force (other files in it stay).");
        }
    }

    /// <summary>Writes all files of the result.</summary>
    /// <exception cref="ConfigurationException">See <see cref="EnsureFree"/>.</exception>
    /// <exception cref="OutputFailedException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(InvestigationResult result, string folder, bool force)
    {
        ArgumentNullException.ThrowIfNull(result);
        EnsureFree(folder, force);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var partial = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}.partial");
        try
        {
            Clear(partial);
            Directory.CreateDirectory(partial);
            WriteFiles(result, partial);
            MoveIntoPlace(partial, target);
        }
        catch (Exception failure) when (OutputFailedException.Explains(failure))
        {
            TryClear(partial);
            throw OutputFailedException.From(failure, folder);
        }
    }

    private static void WriteFiles(InvestigationResult result, string folder)
    {
        List<string> written = [OutputFiles.Incidents, OutputFiles.Attributions, OutputFiles.Report, OutputFiles.Ledger];
        WriteFile(folder, OutputFiles.Incidents, stream => WriteIncidents(result, stream));
        WriteFile(folder, OutputFiles.Attributions, stream => WriteAttributions(result.Attributions, stream));
        WriteFile(folder, OutputFiles.Report, stream => HtmlReport.Write(result, stream));
        WriteFile(folder, OutputFiles.Ledger, stream => LedgerFile.Write(result, stream));
        if (result.Rejected.Count > 0)
        {
            WriteFile(folder, OutputFiles.Rejected, stream => WriteRejected(result, stream));
            written.Add(OutputFiles.Rejected);
        }

        var manifest = Manifest.Of(result, [.. written.Order(StringComparer.Ordinal).Select(name => ManifestFile.OfFile(folder, name))]);
        WriteFile(folder, OutputFiles.Manifest, manifest.WriteTo);
    }

    private static void WriteIncidents(InvestigationResult result, Stream stream)
    {
        using var lines = new JsonLinesWriter(stream);
        foreach (var incident in result.Incidents.OrderBy(i => i.Id, StringComparer.Ordinal))
            lines.Write(IncidentDocument.Of(incident, result.Settings.Redaction));
    }

    private static void WriteAttributions(IReadOnlyList<AttributedRecord> attributions, Stream stream)
    {
        using var lines = new JsonLinesWriter(stream);
        foreach (var attributed in attributions)
            lines.Write(AttributionDocument.Of(attributed));
    }

    private static void WriteRejected(InvestigationResult result, Stream stream)
    {
        using var lines = new JsonLinesWriter(stream);
        foreach (var rejected in result.Rejected.OrderBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line).ThenBy(r => r.Offset))
        {
            lines.Write(new EcsDocument()
                .Set("file", rejected.File)
                .Set("line", rejected.Line)
                .Set("offset", rejected.Offset)
                .Set("reason", CommandRedaction.MaskSecrets(rejected.Reason)));
        }
    }

    private static void WriteFile(string folder, string name, Action<Stream> write)
    {
        using var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static void MoveIntoPlace(string partial, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(partial, target);
            return;
        }

        File.Delete(Path.Combine(target, OutputFiles.Manifest));
        foreach (var name in OutputFiles.All)
        {
            var file = Path.Combine(partial, name);
            if (File.Exists(file))
                File.Move(file, Path.Combine(target, name), overwrite: true);
            else
                File.Delete(Path.Combine(target, name));
        }

        Directory.Delete(partial);
    }

    // What a crashed run left. Only files with our names are removed; anything else makes the deletion of the folder fail.
    private static void Clear(string partial)
    {
        if (!Directory.Exists(partial))
            return;
        foreach (var name in OutputFiles.All)
            File.Delete(Path.Combine(partial, name));
        Directory.Delete(partial);
    }

    private static void TryClear(string partial)
    {
        try
        {
            Clear(partial);
        }
        catch (Exception failure) when (OutputFailedException.Explains(failure))
        {
            // The first failure is the one to tell; what remains is cleared by the next run.
        }
    }
}
