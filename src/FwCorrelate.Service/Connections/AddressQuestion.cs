// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Ingestion;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Connections;

/// <summary>What is asked about an address.</summary>
/// <param name="Port">The source port; null where it is not known.</param>
/// <param name="Destination">Where the connection went; null where it is not known.</param>
/// <param name="Readings">The times that the stamp may mean: each with the zone that it was read in.</param>
/// <param name="Slack">How far off the stamp may be, each way.</param>
public sealed record AddressQuestion(
    HostAddress Address, ushort? Port, Endpoint? Destination, Func<CaseSettings, IReadOnlyList<(string Zone, Instant At)>> Readings,
    Duration Slack)
{
    private static readonly int[] HoursOff = [.. Enumerable.Range(1, 14).SelectMany(h => new[] { h, -h })];

    /// <summary>Reads the traces and leases of a case and asks them.</summary>
    /// <exception cref="ConfigurationException">A path or setting cannot be used.</exception>
    public AddressReport Ask(InvestigationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var inputs = CaseInputs.Find(options, standardInput: null, necessary: null, progress: null, cancellation);
        var reading = TimelineReader.Read(
            inputs.Traces, inputs.Leases, inputs.Settings, inputs.UnreadEvidence, cancellationToken: cancellation);
        var timeline = new TimelineIndex(reading.Timeline);
        var inquiry = new AddressInquiry(timeline, inputs.Settings);
        var answers = Readings(inputs.Settings).Select(r => (r.Zone, inquiry.Ask(Address, Port, Destination, r.At, Slack))).ToList();
        return new AddressReport(answers, answers.Exists(a => a.Item2.IsHeld) ? [] : Elsewhere(inquiry, answers[0].Item2.At),
            inputs.Settings, [.. Problems(inputs, reading)])
        {
            Leases = reading.Timeline.Leases.Count,
            Calls = reading.Timeline.Calls.Count,
            Span = timeline.Span,
        };
    }

    // A stamp in the wrong zone is off by whole hours: told apart from what was asked, never in its place.
    private List<AddressAnswer> Elsewhere(AddressInquiry inquiry, Instant at) =>
        [.. HoursOff.Select(h => inquiry.Ask(Address, Port, Destination, at - Duration.FromHours(h), Slack)).Where(a => a.IsHeld
            && a.Running.Count > 0)];

    private static IEnumerable<string> Problems(CaseInputs inputs, TimelineReading reading)
    {
        foreach (var unread in inputs.Unread.Where(u => u.Content != UnreadContent.OtherText))
            yield return $"{unread.Input.RelativePath}: {unread.Reason}";
        foreach (var file in reading.Files.Where(f => f.Problem is not null))
            yield return $"{file.Input.RelativePath}: {file.Problem}";
        foreach (var rejected in reading.Rejected)
            yield return $"{rejected.File}:{rejected.Line}: {rejected.Reason}";
    }
}

/// <summary>What a case answers.</summary>
/// <param name="Answers">One for each zone that the stamp may be of.</param>
/// <param name="Elsewhere">Where nobody held it: times whole hours away at which somebody did while a call ran.</param>
/// <param name="Problems">Evidence that could not be read.</param>
public sealed record AddressReport(
    IReadOnlyList<(string Zone, AddressAnswer Answer)> Answers, IReadOnlyList<AddressAnswer> Elsewhere, CaseSettings Settings,
    IReadOnlyList<string> Problems)
{
    /// <summary>Leases that were read.</summary>
    public int Leases { get; init; }

    /// <summary>Calls that were read.</summary>
    public int Calls { get; init; }

    /// <summary>Time that the calls cover; null without any.</summary>
    public Interval? Span { get; init; }
}
