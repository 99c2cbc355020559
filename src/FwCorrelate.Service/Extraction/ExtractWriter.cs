// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Clocks;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Service.Extraction.Anonymous;
using FwCorrelate.Sigma;
using NodaTime;

namespace FwCorrelate.Service.Extraction;

/// <summary>Writes the parts of a case that go with an incident into a folder.</summary>
internal sealed class ExtractWriter(CaseRun run, InvestigationResult result, Incident incident, IExtractText text, string folder)
{
    /// <summary>Rules beside the shipped ones stand here.</summary>
    public const string Rules = "rules";

    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Records of logs that were taken.</summary>
    public long Kept { get; private set; }

    /// <param name="comments">What is said above the settings, made of the paths of the files that go along.</param>
    /// <exception cref="NotSupportedException">A trace is an archive, which no text can be replaced in.</exception>
    public void Write(ExtractScope scope, Func<IReadOnlySet<string>, IEnumerable<string>> comments)
    {
        var selection = new ExtractSelection(scope, incident, run, result);
        if (scope == ExtractScope.Everything)
            WriteEverything();
        else
            WriteSelected(selection);
        WriteSettings(selection, comments(_paths));
        foreach (var file in run.Inputs.SettingsFiles.Where(f => CaseMappings.IsOne(f.RelativePath)))
            WriteText(file.RelativePath, ReadAll(file));
    }

    private void WriteSelected(ExtractSelection selection)
    {
        Learn(selection);
        var logs = new LogExtract(selection, text, PathOf);
        foreach (var log in run.Inputs.Logs)
            logs.Write(log);
        Kept = logs.Kept;
        var traces = selection.TraceIds() is { } ids ? new TraceExtract(ids) : null;
        var told = selection.TraceIds() is { } of ? run.Timeline.Timeline.Calls.Concat(run.Timeline.Timeline.Untimed)
            .Where(c => of.Contains(c.TraceId)).Select(c => c.Origin.File).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var (input, _) in run.Inputs.Traces)
        {
            if (traces is null || IsArchive(input))
                CopyWhole(input);
            else if (traces.Take(ReadAll(input), told.Contains(input.RelativePath)) is { } part)
                WriteText(input.RelativePath, part);
        }

        WriteLeases(selection);
        if (incident.Cost is not null || incident.Evidence.Any(e => e.Role == "gpu"))
            run.Inputs.Gpu.ForEach(g => CopyWhole(g.Input));
    }

    private void WriteLeases(ExtractSelection selection)
    {
        var leases = new LeaseExtract(selection.Leases(), selection.Addresses);
        var read = run.Timeline.Timeline.Leases.ToLookup(l => l.Origin.File, l => l.Origin.Line, StringComparer.Ordinal);
        foreach (var input in run.Inputs.Leases)
        {
            if (selection.Scope >= ExtractScope.Matched)
                CopyWhole(input);
            else if (leases.Take(input.RelativePath, ReadAll(input), read[input.RelativePath].ToHashSet()) is { } part)
                WriteText(input.RelativePath, part);
        }
    }

    private void WriteEverything()
    {
        Kept = result.Ledger.Parsed;
        if (text is AnonymousText names)
            run.Inputs.Logs.ForEach(l => names.LearnFrom(Encoding.UTF8.GetBytes(ReadAll(l.Input))));
        foreach (var log in run.Inputs.Logs)
            CopyWhole(log.Input, isLog: true);
        foreach (var input in run.Inputs.Traces.Select(t => t.Input).Concat(run.Inputs.Leases).Concat(run.Inputs.Gpu.Select(g => g.Input)))
            CopyWhole(input);
    }

    // Names are taken out of what will be written before any of it is.
    private void Learn(ExtractSelection selection)
    {
        if (text is not AnonymousText names)
            return;
        var learning = new LogExtract(selection, new NameCollector(names), _ => "");
        foreach (var log in run.Inputs.Logs)
            learning.Look(log);
        foreach (var (input, _) in run.Inputs.Traces.Where(t => !IsArchive(t.Input)))
            names.LearnFrom(Encoding.UTF8.GetBytes(ReadAll(input)));
        foreach (var input in run.Inputs.Leases)
            names.LearnFrom(Encoding.UTF8.GetBytes(ReadAll(input)));
        selection.StartOver();
    }

    private void WriteSettings(ExtractSelection selection, IEnumerable<string> comments)
    {
        var settings = run.Inputs.Settings;
        settings = settings with { Decisions = [.. settings.Decisions.Where(d => d.IsOn(incident.Id))] };
        if (selection.StatesClocks)
            settings = WithClocks(settings);
        File.WriteAllText(Path.Combine(folder, "case.yml"), CaseSettingsText.Of(text.Settings(Known(settings)), comments));
    }

    private CaseSettings WithClocks(CaseSettings settings)
    {
        var (offsets, slacks) = (new Dictionary<string, Duration>(settings.ClockOffsets), new Dictionary<string, Duration>(settings.Slack));
        foreach (var source in run.Inputs.Logs.Select(l => l.File.Source).DistinctBy(s => s.Name)
            .Where(s => s.Clock.Basis == ClockBasis.Estimated))
        {
            offsets[source.Name] = source.Clock.Offset;
            slacks[source.Name] = source.Clock.Slack;
        }

        return settings with { ClockOffsets = offsets, Slack = slacks };
    }

    // Settings of sources of which nothing goes along would be errors.
    private CaseSettings Known(CaseSettings settings)
    {
        var names = run.Inputs.Logs.Where(l => _paths.Contains(l.File.Path)).SelectMany(l => new[] { l.File.Source.Name, l.File.Format })
            .Concat(run.Inputs.Traces.Where(t => _paths.Contains(t.Input.RelativePath)).Select(t => t.Format.Name))
            .Concat(settings.Sources.Where(s => _paths.Any(p => PathGlob.Matches(s.Glob, p))).Select(s => s.Name))
            .ToHashSet(StringComparer.Ordinal);
        return settings with
        {
            Zones = Those(settings.Zones),
            ClockOffsets = Those(settings.ClockOffsets),
            Slack = Those(settings.Slack),
            Years = Those(settings.Years),
        };

        Dictionary<string, T> Those<T>(IReadOnlyDictionary<string, T> all) =>
            all.Where(s => names.Contains(s.Key) || s.Key.AsSpan().ContainsAny('/', '*')).ToDictionary();
    }

    /// <summary>Writes the rules that were given beside the shipped ones; false where there are none.</summary>
    public bool WriteRules(IReadOnlyList<RuleFile> files)
    {
        var own = files.Except(ShippedRules.Files).Where(f => f.Problem is null).ToList();
        foreach (var (index, file) in own.Index())
        {
            Directory.CreateDirectory(Path.Combine(folder, Rules));
            var name = string.Create(CultureInfo.InvariantCulture, $"{index + 1:000}-{Path.GetFileName(file.Name)}");
            File.WriteAllText(Path.Combine(folder, Rules, name), text.Text(Encoding.UTF8.GetString(file.Content.Span)));
        }

        return own.Count > 0;
    }

    private void CopyWhole(CaseInput input, bool isLog = false)
    {
        if (!IsArchive(input))
        {
            WriteText(input.RelativePath, ReadAll(input), isLog);
            return;
        }

        if (text is not PlainText)
        {
            throw new NotSupportedException(
                $"{input.RelativePath} is an archive, in which nothing can be replaced: unpack it, then extract again");
        }

        using var target = StoredText.Create(PathOf(input.RelativePath));
        target.Write(File.ReadAllBytes(input.FullPath));
    }

    private void WriteText(string path, string content, bool isLog = false)
    {
        using var target = StoredText.Create(PathOf(path));
        if (!isLog)
        {
            target.Write(text.Whole(Encoding.UTF8.GetBytes(content)));
            return;
        }

        foreach (var line in content.Split('\n'))
        {
            target.Write(text.Line(Encoding.UTF8.GetBytes(line)));
            target.WriteByte((byte)'\n');
        }
    }

    private string PathOf(string path)
    {
        _paths.Add(path);
        return Path.Combine(folder, text.Text(path));
    }

    private static bool IsArchive(CaseInput input)
    {
        Span<byte> magic = stackalloc byte[2];
        using var file = File.OpenRead(input.FullPath);
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [(byte)'P', (byte)'K'];
    }

    private static string ReadAll(CaseInput input)
    {
        using var opened = OpenedInput.Open(input, isHashed: false);
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (opened.Read(buffer) is var read and > 0)
            all.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    /// <summary>Notes the names of lines instead of writing them.</summary>
    private sealed class NameCollector(AnonymousText names) : IExtractText
    {
        public byte[] Line(ReadOnlySpan<byte> line)
        {
            names.LearnFrom(line);
            return [];
        }

        public byte[] Whole(ReadOnlySpan<byte> text) => Line(text);

        public string Text(string text) => text;

        public string Id(string id) => id;

        public CaseSettings Settings(CaseSettings settings) => settings;
    }
}
