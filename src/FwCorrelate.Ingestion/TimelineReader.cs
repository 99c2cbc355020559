// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Leases;
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
    string Sha256, string? Problem);

/// <summary>The timeline of a case, and what became of each of its files.</summary>
/// <param name="Rejected">The first rejected records of each file; <see cref="TimelineFile.Rejected"/> counts them all.</param>
public sealed record TimelineReading(Timeline Timeline, IReadOnlyList<TimelineFile> Files, IReadOnlyList<RejectedRecord> Rejected);

/// <summary>Reads the traces and lease tables of a case. The result does not depend on the order of files or lines.</summary>
public static class TimelineReader
{
    /// <summary>Reads all files; never throws for what they hold.</summary>
    /// <param name="traces">Files that <see cref="ContentRecogniser"/> found to be traces, with their formats.</param>
    /// <param name="progress">Told the stored bytes of each file once it is read.</param>
    public static TimelineReading Read(
        IReadOnlyList<(CaseInput Input, ITraceFormat Format)> traces, IReadOnlyList<CaseInput> leases, CaseSettings settings,
        IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(settings);
        var files = new List<TimelineFile>();
        var rejected = new List<RejectedRecord>();
        var limit = RejectedRecords.LimitPerFile(traces.Count + leases.Count);
        var contents = new List<TraceContents>();
        var shared = new TraceCase(settings);
        foreach (var format in traces.GroupBy(t => t.Format))
        {
            var collector = format.Key.CreateCollector(shared);
            foreach (var (input, _) in format)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var file = new InputFile(input.RelativePath, format.Key.Name, settings.Resolve(input.RelativePath, format.Key.Name, Duration.Zero));
                files.Add(ReadFile(input, file, isLease: false, limit, rejected, (opened, ofFile) => collector.Read(opened, file, ofFile)));
                progress?.Report(input.StoredLength);
            }

            contents.Add(collector.Finish());
        }

        contents.Add(shared.Assemble());
        var (rows, translations) = (new List<AddressLease>(), new List<Translation>());
        foreach (var input in leases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = IsConntrack(input) ? ConntrackReader.Name : LeaseFormat.Name;
            var file = new InputFile(input.RelativePath, name, settings.Resolve(input.RelativePath, name, Duration.Zero));
            files.Add(ReadFile(input, file, isLease: true, limit, rejected, (opened, ofFile) => name == ConntrackReader.Name
                ? ReadTranslations(opened, file, translations, ofFile)
                : ReadLeases(opened, file, rows, ofFile)));
            progress?.Report(input.StoredLength);
        }

        rows.AddRange(TranslationLeases.Of(translations, [.. rows]));

        // Equal rows of two tables keep an order that is made of their content.
        var ordered = rows.OrderBy(l => l.Origin.Sha256, StringComparer.Ordinal)
            .ThenBy(l => l.Origin.File, StringComparer.Ordinal).ThenBy(l => l.Origin.Line);
        return new TimelineReading(Join(contents, ordered), files, rejected);
    }

    private static Timeline Join(IReadOnlyList<TraceContents> contents, IEnumerable<AddressLease> leases)
    {
        var conflicts = contents.SelectMany(c => c.Conflicts).ToList();
        var calls = TimelineJoin.Calls(contents.SelectMany(c => c.Calls), conflicts);
        var episodes = TimelineJoin.Episodes(contents.SelectMany(c => c.Episodes), conflicts);
        return new Timeline(calls, episodes, leases.Concat(contents.SelectMany(c => c.Leases)))
        {
            Gaps = [.. contents.SelectMany(c => c.Gaps).OrderBy(g => g.From).ThenBy(g => g.EpisodeId, StringComparer.Ordinal).ThenBy(g => g.Text, StringComparer.Ordinal)],
            Conflicts = [.. conflicts.OrderBy(c => c.Subject, StringComparer.Ordinal).ThenBy(c => c.Difference, StringComparer.Ordinal)],
            Generations = [.. contents.SelectMany(c => c.Generations).Distinct().OrderBy(g => g.Start).ThenBy(g => g.End).ThenBy(g => g.EpisodeId, StringComparer.Ordinal)],
            Spans = contents.Sum(c => c.Spans),
        };
    }

    private static TimelineFile ReadFile(
        CaseInput input, InputFile file, bool isLease, int limit, List<RejectedRecord> rejected, Func<OpenedInput, RejectedRecords, TraceCounts> read)
    {
        var ofFile = new RejectedRecords(limit);
        try
        {
            using var opened = OpenedInput.Open(input);
            var counts = read(opened, ofFile);
            return new TimelineFile(
                input, file, isLease, counts.Records, ofFile.Count, counts.Ignored, counts.From, counts.To, opened.FinishSha256(), opened.Damage);
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

    private static bool IsConntrack(CaseInput input)
    {
        try
        {
            return ConntrackReader.Recognises(InputHead.Read(input, out _).Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading it tells why.
            return false;
        }
    }

    private static TraceCounts ReadTranslations(OpenedInput opened, InputFile file, List<Translation> translations, RejectedRecords rejected)
    {
        var reader = new ConntrackReader(file, rejected);
        var read = reader.Read(opened);
        translations.AddRange(read);
        return new TraceCounts(reader.Records, reader.Ignored, read.Count > 0 ? read[0].From : null, read.Count > 0 ? read.Max(t => t.To) : null);
    }

    private static TraceCounts ReadLeases(OpenedInput opened, InputFile file, List<AddressLease> rows, RejectedRecords rejected)
    {
        var reader = new LeaseReader(file, rejected);
        var read = reader.Read(opened);
        rows.AddRange(read);
        var ends = read.Where(l => l.To < Instant.MaxValue).Select(l => l.To).ToList();
        return new TraceCounts(read.Count, reader.Ignored, read.Count > 0 ? read.Min(l => l.From) : null, ends.Count > 0 ? ends.Max() : null);
    }
}
