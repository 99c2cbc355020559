// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Reporting;

namespace FwCorrelate.Service.Results;

/// <summary>
/// Writes the files of design section 6. They are made in a hidden folder beside the target, with a name that nobody can guess and that
/// nobody else may enter, and moved into place when all are whole: a crash leaves the target as it was, never half a result. Links are not
/// followed where something is replaced or deleted.
/// </summary>
/// <remarks>
/// Into a folder that exists (<c>--force</c>) the files are moved one by one after the old manifest is gone, and the new manifest last:
/// should a crash fall between, <see cref="EvidenceVerification"/> finds no manifest rather than a mixture that looks whole. Runs that end
/// at one moment in one folder take turns: the last one's files stand there.
/// </remarks>
public static class OutputFolder
{
    /// <summary>Refuses a target that holds something already; call it before any work.</summary>
    /// <exception cref="ConfigurationException">The folder exists, is not empty, and <paramref name="force"/> is not given; or the path is
    /// a file.</exception>
    public static void EnsureFree(string folder, bool force)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (File.Exists(folder))
            throw new ConfigurationException($"{folder}: --out names a file, where a folder was expected. Choose another name.");
        if (IsLink(folder) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new ConfigurationException($"{folder}: --out names a link to a folder that is not empty, and nothing behind a link is "
                + "replaced. Name the folder itself.");
        if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new ConfigurationException(
                $"{folder}: the output folder exists and is not empty. Choose another one, or replace the results in it with --force "
                + "(other files in it stay).");
        }
    }

    /// <summary>Writes all files of the result.</summary>
    /// <exception cref="ConfigurationException">See <see cref="EnsureFree"/>.</exception>
    /// <exception cref="OutputFailedException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(InvestigationResult found, string folder, bool force)
    {
        ArgumentNullException.ThrowIfNull(found);
        EnsureFree(folder, force);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? partial = null;
        try
        {
            partial = CreatePartial(target);

            // Within, so that the finished folder has the rights that any new folder has.
            var result = Directory.CreateDirectory(Path.Combine(partial, Path.GetFileName(target))).FullName;
            WriteFiles(found, result);
            InTurn(target, () => MoveIntoPlace(result, target, folder, force));
        }
        catch (Exception failure) when (OutputFailedException.Explains(failure))
        {
            throw OutputFailedException.From(failure, folder);
        }
        finally
        {
            TryDelete(partial);
        }
    }

    /// <summary>
    /// Writes all files but <c>incidents.jsonl</c>, to which its owner appends revisions: the manifest counts it as it stands. Each file is
    /// replaced at once, the manifest last.
    /// </summary>
    /// <param name="folder">Is there and holds <c>incidents.jsonl</c>.</param>
    /// <exception cref="OutputFailedException">The disk is full, or the folder cannot be written to.</exception>
    public static void WriteBesideRevisions(InvestigationResult found, string folder)
    {
        ArgumentNullException.ThrowIfNull(found);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? partial = null;
        try
        {
            partial = CreatePartial(target);
            WriteFiles(found, partial, target);
            InTurn(target, () => Replace(partial, target, [.. OutputFiles.All.Where(f => f != OutputFiles.Incidents)]));
        }
        catch (Exception failure) when (OutputFailedException.Explains(failure))
        {
            throw OutputFailedException.From(failure, folder);
        }
        finally
        {
            TryDelete(partial);
        }
    }

    private static string CreatePartial(string target)
    {
        var parent = Path.GetDirectoryName(target) ?? target;
        Directory.CreateDirectory(parent);
        var partial = Path.Combine(
            parent, $".{Path.GetFileName(target)}.partial-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(partial);
        else
            Directory.CreateDirectory(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return IsLink(partial) ? throw new IOException($"'{partial}' was put there by somebody else") : partial;
    }

    /// <param name="revisions">The folder whose <c>incidents.jsonl</c> holds the incidents; null where they are written with the
    /// rest.</param>
    private static void WriteFiles(InvestigationResult result, string folder, string? revisions = null)
    {
        List<string> written = [OutputFiles.Incidents, OutputFiles.Attributions, OutputFiles.Report, OutputFiles.Ledger];
        if (revisions is null)
            WriteFile(folder, OutputFiles.Incidents, stream => WriteIncidents(result, stream));
        WriteFile(folder, OutputFiles.Attributions, stream => WriteAttributions(result.Attributions, stream));
        WriteFile(folder, OutputFiles.Report, stream => HtmlReport.Write(result, stream));
        WriteFile(folder, OutputFiles.Ledger, stream => LedgerFile.Write(result, stream));
        if (result.Rejected.Count > 0)
        {
            WriteFile(folder, OutputFiles.Rejected, stream => WriteRejected(result, stream));
            written.Add(OutputFiles.Rejected);
        }

        var manifest = Manifest.Of(result, [.. written.Order(StringComparer.Ordinal).Select(name =>
            ManifestFile.OfFile(name == OutputFiles.Incidents ? revisions ?? folder : folder, name))]);
        WriteFile(folder, OutputFiles.Manifest, manifest.WriteTo);
    }

    private static void WriteIncidents(InvestigationResult result, Stream stream)
    {
        using var lines = new JsonLinesWriter(stream);
        var depths = result.Reviews?.DepthsOf(result.Incidents);
        foreach (var incident in result.Incidents.OrderBy(i => i.Id, StringComparer.Ordinal))
        {
            var document = IncidentDocument.Of(incident, result.Settings.Redaction);
            result.Reviews?.AddTo(document, incident, depths!);
            lines.Write(document);
        }
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
            var document = new EcsDocument().Set("file", rejected.File);
            if (rejected.Document is { } place)
                document.Set("_index", place.Index).Set("_id", place.Id);
            else
                document.Set("line", rejected.Line).Set("offset", rejected.Offset);
            lines.Write(document.Set("reason", CommandRedaction.MaskSecrets(rejected.Reason)));
        }
    }

    private static void WriteFile(string folder, string name, Action<Stream> write)
    {
        using var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Lets one process at a time move its files into a folder; where the system has no such lock, goes on without.</summary>
    private static void InTurn(string target, Action move)
    {
        var name = "fwcorrelate-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)).AsSpan(0, 16));
        Mutex? turn = null;
        var isMine = false;
        try
        {
            try
            {
                turn = new Mutex(
                    initiallyOwned: false, name, new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false });
                isMine = turn.WaitOne(TimeSpan.FromSeconds(30));
            }
            catch (AbandonedMutexException)
            {
                isMine = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or PlatformNotSupportedException)
            {
                // Files are replaced one by one all the same; two runs at one moment may then mix, which verification tells.
            }

            move();
        }
        finally
        {
            if (isMine)
                turn!.ReleaseMutex();
            turn?.Dispose();
        }
    }

    private static void MoveIntoPlace(string finished, string target, string folder, bool force)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(finished, target);
            return;
        }

        // Another run may have written there since the start.
        EnsureFree(folder, force);
        Replace(finished, target, OutputFiles.All);
    }

    private static void Replace(string finished, string target, IReadOnlyList<string> names)
    {
        File.Delete(Path.Combine(target, OutputFiles.Manifest));
        foreach (var name in names)
        {
            var file = Path.Combine(finished, name);
            if (File.Exists(file))
                File.Move(file, Path.Combine(target, name), overwrite: true);
            else
                File.Delete(Path.Combine(target, name));
        }
    }

    private static bool IsLink(string folder) => new DirectoryInfo(Path.TrimEndingDirectorySeparator(folder)).LinkTarget is not null;

    // Ours alone: the name was never told, and links within are deleted, not followed.
    private static void TryDelete(string? partial)
    {
        try
        {
            if (partial is not null && Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
        catch (Exception failure) when (OutputFailedException.Explains(failure))
        {
            // The first failure is the one to tell.
        }
    }
}
