// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Checking;

/// <summary>
/// Looks for the whole hours by which the stamps of a log are ahead of leases and traces: in a wrong zone, records fall on times at which
/// their addresses were held by nobody, or by others than those whose calls ran.
/// </summary>
internal sealed class ZoneSearch(TimelineIndex timeline)
{
    private const int MostHours = 14;

    /// <summary>Fewer records than this say nothing.</summary>
    private const int FewRecords = 10;

    /// <summary>How much better another hour must be to be believed.</summary>
    private const double Better = 1.5;

    private readonly Interval? _calls = timeline.Span;

    /// <summary>The hours, and why; null where as they stand the stamps fit as well as any.</summary>
    public (int Hours, string Reason)? Find(IReadOnlyList<(Instant At, HostAddress Source, HostAddress Destination)> records)
    {
        return Best(records, HeldBySandbox) is { } byLease
            ? (byLease.Hours, Told("records", "fall on times at which a sandbox held their address", byLease))
            : Best(records, CallRan) is { } byCall
                ? (byCall.Hours, Told("records", "fall on times at which a sandbox of their address ran a call", byCall))
            : Best(records, InTraces) is { } bySpan ? (bySpan.Hours, Told("records", "fall on the time of the traces", bySpan))
            : null;
    }

    /// <summary>The same for calls, whose sandbox's leases and the logs tell when they may have run.</summary>
    public (int Hours, string Reason)? FindOfCalls(IReadOnlyList<ToolCall> calls, IReadOnlyList<Interval> logs)
    {
        var leases = timeline.Timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox)
            .ToLookup(l => SandboxKey.Of(l.OwnerId), StringComparer.Ordinal);
        return Best(calls, c => c.Start.Value, (c, at) => leases[timeline.SandboxOf(c)].Any(l => l.From <= at && at < l.To)) is { } byLease
            ? (byLease.Hours, Told("calls", "fall on times at which their sandbox held an address", byLease))
            : Best(calls, c => c.Start.Value, (_, at) => logs.Any(l => l.Contains(at))) is { } bySpan
                ? (bySpan.Hours, Told("calls", "fall on the time of the logs", bySpan)) : null;
    }

    private static string Told(string noun, string what, (int Hours, int Then, int Now, int Of) best) =>
        string.Create(CultureInfo.InvariantCulture, $"{best.Then} of {best.Of} sampled {noun} {what} if {Math.Abs(best.Hours)} h are taken "
            + $"{(best.Hours > 0 ? "off" : "on")} the stamps, {best.Now} as they stand");

    private static (int Hours, int Then, int Now, int Of)? Best(
        IReadOnlyList<(Instant At, HostAddress Source, HostAddress Destination)> records,
        Func<HostAddress, HostAddress, Instant, bool> fits) =>
        Best(records, r => r.At, (r, at) => fits(r.Source, r.Destination, at));

    private static (int Hours, int Then, int Now, int Of)? Best<T>(
        IReadOnlyList<T> records, Func<T, Instant> timeOf, Func<T, Instant, bool> fits)
    {
        if (records.Count < FewRecords)
            return null;
        var now = Count(0);
        var (best, hours) = (now, 0);
        for (var h = -MostHours; h <= MostHours; h++)
        {
            // Of hours that fit alike the one that changes least.
            if (h != 0 && Count(h) is var then && (then > best || (then == best && hours != 0 && Math.Abs(h) < Math.Abs(hours))))
                (best, hours) = (then, h);
        }

        return hours != 0 && best >= FewRecords && best >= now * Better ? (hours, best, now, records.Count) : null;

        int Count(int h)
        {
            var shift = Duration.FromHours(h);
            return records.Count(r => fits(r, timeOf(r) - shift));
        }
    }

    private bool HeldBySandbox(HostAddress source, HostAddress destination, Instant at) => Held(source, at) || Held(destination, at);

    private bool Held(HostAddress address, Instant at) =>
        timeline.Leases.Of(address).Any(l => l.OwnerKind == OwnerKind.Sandbox && l.From <= at && at < l.To);

    private bool CallRan(HostAddress source, HostAddress destination, Instant at) => Ran(source, at) || Ran(destination, at);

    private bool Ran(HostAddress address, Instant at) => timeline.Leases.Of(address)
        .Any(l => l.OwnerKind == OwnerKind.Sandbox && l.From <= at && at < l.To && timeline.CallsOf(l.OwnerId).Meeting(at, at).Count > 0);

    private bool InTraces(HostAddress source, HostAddress destination, Instant at) => _calls is { } span && span.Contains(at);
}
