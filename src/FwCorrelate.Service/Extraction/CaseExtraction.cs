// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Incidents;
using FwCorrelate.Service.Extraction.Anonymous;
using FwCorrelate.Sigma;

namespace FwCorrelate.Service.Extraction;

/// <summary>
/// Makes a small case of one incident, fit to be sent: the least of some steps that gives the same answer, which is found by investigating
/// what was made.
/// </summary>
public static class CaseExtraction
{
    private static readonly ExtractScope[] Steps = Enum.GetValues<ExtractScope>();

    /// <summary>Extracts. Where no step gives the same answer, nothing is left at the target and the result tells what differs.</summary>
    /// <exception cref="ConfigurationException">The target or the mapping exists, the case reads an index, or no incident has the
    /// id.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static ExtractionResult Run(
        ExtractionRequest request, IProgress<InvestigationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        MustBeFree(request);
        using var inputs = CaseInputs.Find(request.Options, standardInput: null, progress: progress, cancellation: cancellation);
        if (inputs.Indices.Logs.Count > 0 || inputs.Indices.Traces.Count > 0)
            throw new ConfigurationException(
                "the case reads an index (elastic:PATTERN): expected files. Export its documents into logs/ first");
        var rules = Investigation.LoadRules(request.Options, inputs.Settings);
        var run = CaseRun.Read(request.Options, inputs, _ => rules.Detector, progress, cancellation);
        using var result = Investigation.Assemble(request.Options, run, rules, Stopwatch.StartNew(), cancellation.IsCancellationRequested);
        cancellation.ThrowIfCancellationRequested();
        var incident = Find(result, request.Incident);
        return new Attempts(request, run, rules, result, incident, cancellation).Run();
    }

    private static void MustBeFree(ExtractionRequest request)
    {
        if (Path.Exists(request.Target))
            throw new ConfigurationException(
                $"{request.Target}: it exists, and an extract replaces nothing. Choose another name with --out.");
        if (request.Mapping is not { } mapping)
            return;
        if (Path.Exists(mapping))
            throw new ConfigurationException($"{mapping}: it exists, and a mapping replaces nothing. Choose another name with --mapping.");
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Target)) + Path.DirectorySeparatorChar;
        if (Path.GetFullPath(mapping).StartsWith(target, StringComparison.Ordinal))
            throw new ConfigurationException($"--mapping '{mapping}' lies in the extract: expected a place that is not sent along");
    }

    private static Incident Find(InvestigationResult result, string id)
    {
        var start = "INC-" + (id.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? id[4..] : id);
        var found = result.Incidents.Where(i => i.Id.StartsWith(start, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 && start.Length > 4 ? found[0]
            : throw new ConfigurationException(found.Count == 0
                ? $"no incident of the case has the id '{id}': expected one that 'investigate' finds with the same rules, zones and offsets"
                : $"'{id}' is the beginning of {found.Count} ids: expected more of it");
    }

    private sealed class Attempts(
        ExtractionRequest request, CaseRun run, LoadedRules rules, InvestigationResult result, Incident incident,
        CancellationToken cancellation)
    {
        private const int MostNamed = 5;

        private readonly IExtractText _text = request.IsAnonymous ? new AnonymousText(request.Key, run.Timeline.Timeline) : new PlainText();
        private readonly string _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Target));
        private readonly List<string> _notes = [];
        private IReadOnlyList<string> _differences = [];
        private string? _there;
        private long _kept;

        private IncidentAnswer Answer => IncidentAnswer.Of(incident, _text.Id);

        public ExtractionResult Run()
        {
            foreach (var scope in Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Try(scope) is { } bytes)
                    return Told(bytes);
            }

            return Told(0);
        }

        private ExtractionResult Told(long bytes)
        {
            if (_text is AnonymousText names && _differences.Count == 0)
            {
                _notes.Add("ports, times, sizes, names of files and programs, and other words of commands are as they were: read it before "
                    + "you send it");
                if (request.Mapping is { } mapping)
                    WriteMapping(mapping, names.Made);
            }

            return new ExtractionResult(incident.Id, _there, Words(), _kept, result.Ledger.Parsed, bytes, _differences, _notes);
        }

        // Null where the answer is another one.
        private long? Try(ExtractScope scope)
        {
            var parent = Path.GetDirectoryName(_target)!;
            Directory.CreateDirectory(parent);
            var partial = Path.Combine(
                parent, $".{Path.GetFileName(_target)}.partial-{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
            try
            {
                Directory.CreateDirectory(partial);
                var writer = new ExtractWriter(run, result, incident, _text, partial);
                writer.Write(scope, paths => Comments(scope, paths));
                var hasRules = writer.WriteRules(rules.Files);
                _kept = writer.Kept;
                _differences = Compare(partial, hasRules);
                if (_differences.Count > 0)
                    return null;
                var bytes = Directory.EnumerateFiles(partial, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
                Directory.Move(partial, _target);
                return bytes;
            }
            catch (NotSupportedException e)
            {
                _differences = [e.Message];
                return null;
            }
            finally
            {
                if (Directory.Exists(partial))
                    Directory.Delete(partial, recursive: true);
            }
        }

        private List<string> Compare(string folder, bool hasRules)
        {
            var settings = run.Inputs.Settings;
            var options = new InvestigationOptions
            {
                CasePath = folder,
                Rules = hasRules ? [Path.Combine(folder, ExtractWriter.Rules)] : [],
                NoDefaultRules = request.Options.NoDefaultRules,
                SlowRegexLimit = request.Options.SlowRegexLimit,
                Formats = request.Options.Formats,
                LogFormat = request.Options.LogFormat,
                From = request.Options.From,
                To = request.Options.To,

                // Rules know the internal networks, which may have been replaced.
                Compiled = hasRules || !_text.Settings(settings).InternalNetworks.SequenceEqual(settings.InternalNetworks) ? null : rules,
            };
            using var again = Investigation.Run(options, cancellation: cancellation);
            var answer = Answer;
            List<string>? closest = null;
            foreach (var other in again.Incidents.Where(i => i.Rule.Id == answer.RuleId && i.FirstSeen == answer.FirstSeen))
            {
                var differences = answer.DifferencesTo(IncidentAnswer.Of(other, id => id)).ToList();
                if (closest is not null && closest.Count <= differences.Count)
                    continue;
                (closest, _there) = (differences, other.Id);
            }

            return closest ?? [$"no incident of the rule '{incident.Rule.Title}' begins then"];
        }

        private List<string> Comments(ExtractScope scope, IReadOnlySet<string> paths)
        {
            var hasRules = rules.Files.Except(ShippedRules.Files).Any();
            var command = $"fwcorrelate investigate DIR{(hasRules ? " --rules DIR/rules" : "")}"
                + (request.Options.NoDefaultRules ? " --no-default-rules" : "");
            return
            [
                $"Extracted of a case for one incident"
                    + (request.IsAnonymous ? "; addresses, hosts, names, ids and secrets are replaced" : $", {incident.Id}"),
                $"Its answer: {Words()}",
                $"Made to give this answer and no other: {command}",
                .. scope == ExtractScope.Near ? ["clock_offsets and slack are what the whole case showed of the clocks."]
                    : Array.Empty<string>(),
                .. request.IsAnonymous ? [] : result.Inputs.Where(i => i.Sha256.Length > 0 && paths.Contains(i.Path))
                    .Select(i => $"of {i.Path} sha256 {i.Sha256}"),
            ];
        }

        private string Words()
        {
            var named = incident.NamedCalls.Take(MostNamed).Select(c => c.EpisodeId is { } episode ? $"{c.CallId} of {episode}" : c.CallId);
            var more = incident.NamedCalls.Count > MostNamed ? $" and {incident.NamedCalls.Count - MostNamed} more" : "";
            return _text.Text($"{incident.Rule.Title}: {Answer}; "
                + (incident.NamedCalls.Count == 0 ? "no call is named" : $"named: {string.Join(", ", named)}{more}"));
        }

        private static void WriteMapping(string path, IEnumerable<(string Original, string Replacement)> made)
        {
            var text = new StringBuilder("original,replacement\n");
            foreach (var (original, replacement) in made)
                text.Append(Cell(original)).Append(',').Append(Cell(replacement)).Append('\n');
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        // A spreadsheet must not take what an agent named for a formula.
        private static string Cell(string text) =>
            $"\"{(text is ['=' or '+' or '-' or '@' or '\t', ..] ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
