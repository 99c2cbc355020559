// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Leases;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion;

/// <summary>One trace or lease file after reading.</summary>
/// <param name="Records">Spans or leases that were read.</param>
/// <param name="Rejected">Number of records that could not be read.</param>
/// <param name="Ignored">Lines that hold none by design.</param>
/// <param name="From">Earliest start, if any.</param>
/// <param name="To">Latest end, if any; an open lease has none.</param>
/// <param name="Sha256">Of the file as stored.</param>
/// <param name="Problem">Why it could not be read (to the end); null while all is well.</param>
public sealed record TimelineFile(
    CaseInput Input, InputFile File, bool IsLease, long Records, long Rejected, long Ignored, Instant? From, Instant? To,
    string Sha256, string? Problem)
{
    /// <summary>Whether it may have said more than was read.</summary>
    internal bool IsLossy => Rejected > 0 || Problem is not null;

    /// <summary>Whether what was lost of it may be of an episode: it covers a time of it, or nobody knows what it covers.</summary>
    internal bool MayTellOf(Episode episode) => From is not { } from || To is not { } to || (episode.Start <= to && from <= episode.End);
}

/// <summary>The timeline of a case, and what became of each of its files.</summary>
/// <param name="Rejected">The first rejected records of each file; <see cref="TimelineFile.Rejected"/> counts them all.</param>
public sealed record TimelineReading(Timeline Timeline, IReadOnlyList<TimelineFile> Files, IReadOnlyList<RejectedRecord> Rejected);

/// <summary>Files of a case that nothing can read and that may have told of it, by path.</summary>
/// <param name="Leases">Lease tables, or what may be some.</param>
/// <param name="BrokenLeases">Lease tables whose header cannot be used; their rows tell at least which addresses they are about.</param>
/// <param name="Traces">Traces, or what may be some.</param>
public sealed record UnreadEvidence(IReadOnlyList<string> Leases, IReadOnlyList<CaseInput> BrokenLeases, IReadOnlyList<string> Traces);

/// <summary>Reads the traces and lease tables of a case. The result does not depend on the order of files or lines.</summary>
public static class TimelineReader
{
    /// <summary>Reads all files; never throws for what they hold.</summary>
    /// <param name="traces">Files that <see cref="ContentRecogniser"/> found to be traces, with their formats.</param>
    /// <param name="unread">Files of the case that nothing can read; null stands for none.</param>
    /// <param name="progress">Told the stored bytes of each file once it is read.</param>
    /// <param name="open">Opens a file; null opens all of it. What opens a part of it makes a timeline to look at, and none to conclude
    /// from.</param>
    public static TimelineReading Read(
        IReadOnlyList<(CaseInput Input, ITraceFormat Format)> traces, IReadOnlyList<CaseInput> leases, CaseSettings settings,
        UnreadEvidence? unread = null, IProgress<long>? progress = null, Func<CaseInput, OpenedInput>? open = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(settings);
        var files = new List<TimelineFile>();
        var rejected = new List<RejectedRecord>();
        var limit = RejectedRecords.LimitPerFile(traces.Count + leases.Count);
        var contents = new List<TraceContents>();
        var shared = new TraceCase(settings);
        var lost = new List<LostLease>(unread?.Leases.Select(p => new LostLease(null, p)) ?? []);
        foreach (var format in traces.GroupBy(t => t.Format))
        {
            var collector = format.Key.CreateCollector(shared);
            var first = files.Count;
            foreach (var (input, _) in format)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var file = new InputFile(
                    input.RelativePath, format.Key.Name, settings.Resolve(input.RelativePath, format.Key.Name, Duration.Zero));
                files.Add(ReadFile(
                    input, file, isLease: false, limit, rejected, open, (opened, ofFile) => collector.Read(opened, file, ofFile)));
                progress?.Report(input.StoredLength);
            }

            var content = collector.Finish();
            contents.Add(content);
            if (content.Leases.Any(l => l.IsInventory))
                lost.AddRange(files.Skip(first).Where(f => f.IsLossy).Select(f => new LostLease(null, f.File.Path)));
        }

        contents.Add(shared.Assemble());
        var (rows, translations, identities) = (new List<AddressLease>(), new List<Translation>(), new IdentitySources());
        foreach (var input in leases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (name, identity) = FormatOf(input);
            var file = new InputFile(input.RelativePath, name, settings.Resolve(input.RelativePath, name, Duration.Zero));
            files.Add(ReadFile(input, file, isLease: true, limit, rejected, open, (opened, ofFile) =>
                identity is not null ? identities.Of(identity).Read(opened, file, ofFile)
                : name == ConntrackReader.Name ? ReadTranslations(opened, file, translations, ofFile)
                : ReadLeases(opened, file, rows, lost, ofFile)));

            // Translations tell themselves whether their log was read whole.
            if ((files[^1].Problem is not null && name == LeaseFormat.Name) || (identity is not null && files[^1].IsLossy))
                lost.Add(new LostLease(null, input.RelativePath));
            progress?.Report(input.StoredLength);
        }

        rows.AddRange(identities.Leases(contents));
        rows.AddRange(TranslationLeases.Of(translations, [.. rows]));
        foreach (var input in unread?.BrokenLeases ?? [])
            lost.AddRange(LostOf(input, settings));

        // Equal rows of two tables keep an order that is made of their content.
        var ordered = rows.OrderBy(l => l.Origin.Sha256, StringComparer.Ordinal)
            .ThenBy(l => l.Origin.File, StringComparer.Ordinal).ThenBy(l => l.Origin.Line);

        // A span that cannot be read lowers the coverage of its own episode, where it tells one: else one bad span would blind the whole
        // file.
        var lossy = files.FindAll(f => !f.IsLease && f.Problem is not null);
        var timeline = Join(shared.Messages, contents, ordered, e => unread?.Traces.Count > 0
            || lossy.Exists(f => f.MayTellOf(e)), [.. lost.OrderBy(l => l.Place, StringComparer.Ordinal)]);
        return new TimelineReading(timeline, files, rejected);
    }

    private static Timeline Join(
        MessageLog messages, IReadOnlyList<TraceContents> contents, IEnumerable<AddressLease> leases, Func<Episode, bool> mayLackCalls,
        IReadOnlyList<LostLease> lost)
    {
        var conflicts = contents.SelectMany(c => c.Conflicts).ToList();
        var (calls, untimed) = TraceMerge.Merge(
            TimelineJoin.Calls(contents.SelectMany(c => c.Calls), conflicts), [.. contents.SelectMany(c => c.Untimed)], conflicts);
        var episodes = TimelineJoin.Episodes(contents.SelectMany(c => c.Episodes), conflicts)
            .Select(e => e with { MayLackCalls = mayLackCalls(e) });
        List<AddressLease> all = [.. leases, .. contents.SelectMany(c => c.Leases)];

        // A pod's label is often all that ties it to a trace: a lease may be of an episode where the trace names no sandbox.
        var owners = all.Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => l.OwnerId).ToHashSet(StringComparer.Ordinal);
        calls = [.. calls.Select(c => c.SandboxId is null && c.EpisodeId is { } id && owners.Contains(id) ? c with { SandboxId = id } : c)];
        episodes = episodes.Select(e => e.SandboxId is null && owners.Contains(e.Id) ? e with { SandboxId = e.Id } : e);
        return new Timeline(calls, episodes, all, lost)
        {
            Untimed = [.. untimed.OrderBy(c => c.EpisodeId, StringComparer.Ordinal).ThenBy(c => c.Origin.File, StringComparer.Ordinal)
                .ThenBy(c => c.Origin.Offset).ThenBy(c => c.Origin.Index)],
            Gaps = [.. contents.SelectMany(c => c.Gaps).OrderBy(g => g.From).ThenBy(g => g.EpisodeId, StringComparer.Ordinal)
                .ThenBy(g => g.Text, StringComparer.Ordinal)],
            Conflicts = [.. conflicts.OrderBy(c => c.Subject, StringComparer.Ordinal).ThenBy(c => c.Difference, StringComparer.Ordinal)],
            Generations = [.. contents.SelectMany(c => c.Generations).Distinct().OrderBy(g => g.Start).ThenBy(g => g.End)
                .ThenBy(g => g.EpisodeId, StringComparer.Ordinal)],
            Spans = contents.Sum(c => c.Spans),
            Messages = messages.All,
            MessagesLacking = messages.Lacking,
        };
    }

    private static TimelineFile ReadFile(
        CaseInput input, InputFile file, bool isLease, int limit, List<RejectedRecord> rejected, Func<CaseInput, OpenedInput>? open,
        Func<OpenedInput, RejectedRecords, TraceCounts> read)
    {
        var ofFile = new RejectedRecords(limit);
        try
        {
            using var opened = open?.Invoke(input) ?? OpenedInput.Open(input);
            var counts = read(opened, ofFile);
            return new TimelineFile(
                input, file, isLease, counts.Records, ofFile.Count, counts.Ignored, counts.From, counts.To, opened.FinishSha256(),
                opened.Damage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TimelineFile(input, file, isLease, 0, ofFile.Count, 0, null, null, "", e.Message);
        }
        finally
        {
            rejected.AddRange(ofFile.Kept);
        }
    }

    private static (string Name, IIdentityFormat? Identity) FormatOf(CaseInput input)
    {
        try
        {
            var head = InputHead.Read(input, out _).Span;
            var identity = IdentityFormats.Find(head);
            return (identity?.Name ?? (ConntrackReader.Recognises(head) ? ConntrackReader.Name : LeaseFormat.Name), identity);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading it tells why.
            return (LeaseFormat.Name, null);
        }
    }

    private static TraceCounts ReadTranslations(
        OpenedInput opened, InputFile file, List<Translation> translations, RejectedRecords rejected)
    {
        var reader = new ConntrackReader(file, rejected);
        var read = reader.Read(opened);
        translations.AddRange(read);
        return new TraceCounts(
            reader.Records, reader.Ignored, read.Count > 0 ? read[0].From : null, read.Count > 0 ? read.Max(t => t.To) : null);
    }

    private static IEnumerable<LostLease> LostOf(CaseInput input, CaseSettings settings)
    {
        var file = new InputFile(
            input.RelativePath, LeaseFormat.Name, settings.Resolve(input.RelativePath, LeaseFormat.Name, Duration.Zero));
        var reader = new LeaseReader(file, new RejectedRecords(0), isUsable: false);
        var read = ReadFile(input, file, isLease: true, 0, [], open: null,
            (opened, _) => new TraceCounts(reader.Read(opened).Count, reader.Ignored, null, null));
        return read.Problem is null ? reader.Lost : [new LostLease(null, input.RelativePath)];
    }

    private static TraceCounts ReadLeases(
        OpenedInput opened, InputFile file, List<AddressLease> rows, List<LostLease> lost, RejectedRecords rejected)
    {
        var reader = new LeaseReader(file, rejected);
        var read = reader.Read(opened);
        rows.AddRange(read);
        lost.AddRange(reader.Lost);
        var ends = read.Where(l => l.To < Instant.MaxValue).Select(l => l.To).ToList();
        return new TraceCounts(
            read.Count, reader.Ignored, read.Count > 0 ? read.Min(l => l.From) : null, ends.Count > 0 ? ends.Max() : null);
    }
}
