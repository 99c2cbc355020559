// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using FwCorrelate.Files;

namespace FwCorrelate.Service.Results;

/// <summary>A folder that <c>investigate --out</c> or <c>serve --out</c> wrote, opened to be read. Nothing in it is run again.</summary>
public sealed class ResultFolder
{
    /// <summary>Bytes of a file that are read at once.</summary>
    private const int Small = 8 << 20;

    private readonly StoredManifest _manifest;
    private readonly List<Task> _checks = [];
    private IReadOnlyDictionary<string, string>? _current;

    private ResultFolder(string path, StoredManifest manifest) => (Path, _manifest) = (path, manifest);

    /// <summary>As the user named it.</summary>
    public string Path { get; }

    /// <summary>Where the case was when the result was written.</summary>
    public string CasePath => _manifest.CasePath;

    /// <summary>Of the case's settings; null where they name none.</summary>
    public string? CustodyCase => _manifest.CustodyCase;

    /// <inheritdoc cref="CustodyCase"/>
    public string? CustodyExaminer => _manifest.CustodyExaminer;

    /// <summary>The command line as typed.</summary>
    public IReadOnlyList<string> Arguments => _manifest.Arguments;

    public string ToolVersion => _manifest.ToolVersion;

    public string TimeZoneDatabase => _manifest.TimeZoneDatabase;

    /// <summary>Files that were read, by path.</summary>
    public IReadOnlyList<ManifestFile> Inputs => _manifest.Inputs;

    /// <summary>Files of rules.</summary>
    public IReadOnlyList<ManifestFile> Rules => _manifest.Rules;

    /// <summary>What was written.</summary>
    public IReadOnlyList<ManifestFile> Outputs => _manifest.Outputs;

    /// <summary>Opens a folder whose manifest can be used and whose incidents are those that were written.</summary>
    /// <exception cref="ConfigurationException">The folder is none of ours.</exception>
    /// <exception cref="InvalidDataException">It was one, and is damaged.</exception>
    public static ResultFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!File.Exists(System.IO.Path.Combine(folder, OutputFiles.Manifest)))
            throw new ConfigurationException(
                $"'{folder}' holds no {OutputFiles.Manifest}: expected a folder that 'investigate CASE --out DIR' wrote");
        if (ManifestReader.TryRead(System.IO.Path.Combine(folder, OutputFiles.Manifest), out var problem) is not { } manifest)
            throw new InvalidDataException($"{System.IO.Path.Combine(folder, OutputFiles.Manifest)} cannot be used: {problem}. Expected "
                + "the manifest that investigate wrote; run it again");
        var opened = new ResultFolder(folder, manifest);
        foreach (var output in manifest.Outputs)
            opened.Check(output);
        if (manifest.Outputs.All(o => o.Path != OutputFiles.Incidents))
            throw new InvalidDataException(
                $"the manifest of '{folder}' names no {OutputFiles.Incidents}: expected the folder that investigate wrote, whole");
        return opened;
    }

    /// <summary>Incidents in the order of the file; of several revisions the last.</summary>
    /// <exception cref="InvalidDataException">A line is no document.</exception>
    public IEnumerable<StoredDocument> Incidents() => Incidents(IncidentQuery.All);

    /// <summary>Those that are asked for, in the order of the file; what is looked at is looked at on all cores.</summary>
    /// <exception cref="InvalidDataException">A line is no document, or the file is not the one that was written.</exception>
    public IEnumerable<StoredDocument> Incidents(IncidentQuery query) => Incidents(query, isKept: true, i => i);

    /// <summary>The same, of each what is made of it; the document itself is gone by then: a large result takes no memory.</summary>
    /// <param name="make">Asked from several threads.</param>
    /// <exception cref="InvalidDataException">A line is no document, or the file is not the one that was written.</exception>
    public IEnumerable<T> Incidents<T>(IncidentQuery query, Func<StoredDocument, T> make) => Incidents(query, isKept: false, make);

    private IEnumerable<T> Incidents<T>(IncidentQuery query, bool isKept, Func<StoredDocument, T> make)
    {
        ArgumentNullException.ThrowIfNull(query);
        var current = _current ??= CurrentRevisions();
        var path = System.IO.Path.Combine(Path, OutputFiles.Incidents);
        try
        {
            foreach (var (made, failure) in Looked(path, lines => Wanted(path, lines, query, isKept, d => IsCurrent(d, current), make)))
            {
                foreach (var item in made)
                    yield return item;
                if (failure is not null)
                    throw failure;
            }
        }
        finally
        {
            FinishChecks();
        }
    }

    private static bool IsCurrent(StoredDocument incident, IReadOnlyDictionary<string, string> current) => current.Count == 0
        || current[incident.Text(EcsFields.EventId) ?? ""] == (incident.Text(OwnFields.IncidentRevision) ?? "");

    private static (List<T> Made, InvalidDataException? Failure) Wanted<T>(
        string path, ResultLines lines, IncidentQuery query, bool isKept, Func<StoredDocument, bool> isCurrent,
        Func<StoredDocument, T> make)
    {
        var wanted = new List<T>();
        foreach (var (index, line) in lines.Lines.Index())
        {
            if (line.Length == 0 || !query.MayMatch(line.Span))
                continue;
            try
            {
                if (isKept)
                    Take(StoredDocument.Parse(line, query.IsBrief));
                else
                    StoredDocument.Use(line, query.IsBrief, Take);
            }
            catch (InvalidDataException failure)
            {
                return (wanted, Damaged(path, lines.First + index, failure));
            }
        }

        return (wanted, null);

        void Take(StoredDocument incident)
        {
            if (isCurrent(incident) && query.Matches(incident))
                wanted.Add(make(incident));
        }
    }

    // Few lines are read before as many threads would have started.
    private static IEnumerable<T> Looked<T>(string path, Func<ResultLines, T> look) =>
        RegularFile.LengthOf(path) <= Small ? LineBlocks.Of(path).Select(look)
            : LineBlocks.Of(path).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(look);

    /// <summary>Records that matched, of lines that may be asked for.</summary>
    public IEnumerable<StoredDocument> Attributions(Func<string, bool> isWanted) => Documents(OutputFiles.Attributions, isWanted);

    private IEnumerable<StoredDocument> Documents(string name, Func<string, bool> isWanted)
    {
        var path = System.IO.Path.Combine(Path, name);
        var number = 0L;
        foreach (var line in RegularFile.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || !isWanted(line))
                continue;
            yield return Parse(path, number, line);
        }
    }

    private static StoredDocument Parse(string path, long number, string line)
    {
        try
        {
            return StoredDocument.Parse(line);
        }
        catch (InvalidDataException failure)
        {
            throw Damaged(path, number, failure);
        }
    }

    private static InvalidDataException Damaged(string path, long number, InvalidDataException failure) => new(
        FormattableString.Invariant($"{path}:{number}: {failure.Message}. Expected the file that investigate wrote; run it again"),
        failure);

    // A live result appends what it says anew. Empty where every incident stands once.
    private Dictionary<string, string> CurrentRevisions()
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = System.IO.Path.Combine(Path, OutputFiles.Incidents);
        if (!Looked(path, b => b.Lines.Any(l => l.Length > 0 && l.Span.IndexOf("\"revision\":1,"u8) < 0)).Any(found => found))
            return last;
        foreach (var incident in Documents(OutputFiles.Incidents, _ => true))
            last[incident.Text(EcsFields.EventId) ?? ""] = incident.Text(OwnFields.IncidentRevision) ?? "";
        return last;
    }

    // The large file is looked at by its size only: reading commands answer at once, 'evidence verify' reads every byte.
    private void Check(ManifestFile output)
    {
        var path = System.IO.Path.Combine(Path, output.Path);
        if (output.Path != System.IO.Path.GetFileName(output.Path) || !File.Exists(path))
            throw new InvalidDataException(
                $"'{Path}' is damaged: {output.Path} is not in it. Expected the folder that investigate wrote, whole; run it again");
        var length = RegularFile.LengthOf(path);
        var isAppended = output.Path == OutputFiles.Incidents && length > output.Bytes;
        if (length == output.Bytes || isAppended)
        {
            if (output.Path != OutputFiles.Incidents)
                return;
            if (length > Small)
            {
                // Beside the reading, which it would double.
                _checks.Add(Task.Run(() => CheckHash(path, output)));
                return;
            }

            CheckHash(path, output);
            return;
        }

        throw Changed(output);
    }

    private void CheckHash(string path, ManifestFile output)
    {
        if (HashOf(path, output.Bytes) != output.Sha256)
            throw Changed(output);
    }

    private InvalidDataException Changed(ManifestFile output) => new(
        $"'{Path}' is damaged: {output.Path} is not the file that was written. Expected the folder that investigate wrote, whole; "
        + "'fwcorrelate evidence verify' tells more");

    private void FinishChecks()
    {
        foreach (var check in _checks)
            check.GetAwaiter().GetResult();
    }

    private static string HashOf(string path, long bytes)
    {
        using var stream = RegularFile.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        int read;
        for (var left = bytes; left > 0 && (read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0; left -= read)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
