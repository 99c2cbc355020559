// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Connections;

/// <summary>
/// Which call opened which connection, rules or not: the path of an investigation, with every record of the case's machines in the place of
/// those that matched a rule.
/// </summary>
public static class ConnectionListing
{
    /// <exception cref="ConfigurationException">A path, option or setting cannot be used; nothing was done.</exception>
    public static ConnectionReport Run(
        InvestigationOptions options, IProgress<InvestigationProgress>? progress = null, Stream? standardInput = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var inputs = CaseInputs.Find(options, standardInput, necessary: null, progress, cancellation);
        var settings = inputs.Settings;
        var rules = Investigation.LoadRules(options, settings);
        using var run = CaseRun.Read(
            options, inputs, timeline => new EveryFlowDetector(rules.Detector, OfCase(timeline.Leases, settings)), progress, cancellation);
        return new ConnectionReport(
            Connections(run, settings), run.Detection.Tallies.Values.Sum(t => t.Parsed), run.Detection.GivenUp.Sum(g => g.Count),
            run.Stage.Span, settings,
            [.. Warnings(run, rules.Errors.Count)])
        {
            LogFiles = inputs.Logs.Count,
            Interrupted = cancellation.IsCancellationRequested,
        };
    }

    /// <summary>Records of internal addresses and of those that leases tell of: a border's log is full of strangers who knock.</summary>
    private static Func<FlowRecord, bool> OfCase(LeaseIndex leases, CaseSettings settings)
    {
        return r => IsOurs(r.Source) || IsOurs(r.Destination);

        bool IsOurs(Network.HostAddress address) => settings.IsInternal(address) || leases.IsKnown(address);
    }

    private static List<AttributedConnection> Connections(CaseRun run, CaseSettings settings)
    {
        var records = new Dictionary<StitchedConnection, List<MatchedRecord>>(ReferenceEqualityComparer.Instance);
        foreach (var record in run.Records)
        {
            if (!records.TryGetValue(record.Stitched, out var list))
                records.Add(record.Stitched, list = []);
            list.Add(record);
        }

        var attributor = run.Stage.Attributor;
        var listed = new List<AttributedConnection>();
        foreach (var session in SeenSession.Of(records.Keys, attributor.ContextOf))
        {
            // Views that name different calls are told apart: none of them is made to speak for the other.
            var named = session.Views.Select(v => attributor[v].Call).OfType<ToolCall>().Distinct().Count();
            var parts = named > 1 ? session.Views.Select(v => new SeenSession([v])) : [session];
            listed.AddRange(parts.Select(p => Describe(p, records, attributor, settings)));
        }

        listed.Sort((a, b) => a.Connection.Start != b.Connection.Start ? a.Connection.Start.CompareTo(b.Connection.Start)
            : string.CompareOrdinal(a.Connection.Id, b.Connection.Id));
        return listed;
    }

    private static AttributedConnection Describe(
        SeenSession session, Dictionary<StitchedConnection, List<MatchedRecord>> records, Attributor attributor, CaseSettings settings)
    {
        // The view before translation knows the sandbox; the one behind it only the gateway. Of a proxied one the request knows the name.
        var view = session.Views.MinBy(v => (attributor[v].Kind, attributor[v].Rung, v.IsRequest ? 0 : 1))!;
        var ofView = records[view];
        var first = ofView.MinBy(r => view.IndexOf(r.Record, r.File))!;
        var attribution = attributor[view];
        var all = session.Views.SelectMany(v => records[v]).ToList();
        var connection = new Connection(
            view.Id, view.Start.ToInstant(), view.StartBasis, view.End.ToInstant(), session.Views.Sum(v => v.Flows.Count),
            attributor.IsFirstContact(view),
            view.Opener is not { } opener ? Initiator.Unknown : opener == first.Acting ? Initiator.Source : Initiator.Destination)
        { Proxy = attributor.Proxied.ViewOf(view) };
        var suppressed = all.Select(r => r.SuppressedBy).FirstOrDefault(s => s is not null);
        var isInbound = attributor.IsInbound(view);
        var isOpen = attribution.Kind is AttributionKind.Sandbox or AttributionKind.UnknownAddress;
        return new AttributedConnection(
            first.Acting, first.Target, attributor.ContextOf(view).Domain, connection, attribution, session.BytesOut, session.IsDenied,
            [.. all.SelectMany(r => r.Rules).Where(r => !EveryFlowDetector.IsEvery(r)).DistinctBy(r => r.Id)
                .OrderByDescending(r => r.Level).ThenBy(r => r.Id, StringComparer.Ordinal)],
            first.Origin)
        {
            Sensors = SeenSession.CountSensors(session.Views),
            Sources = [.. session.Views.Select(v => v.Source.Name).Distinct().Order(StringComparer.Ordinal)],
            IsInbound = isInbound,
            SuppressedBy = suppressed,
            IsUnexplainedEgress = !isInbound && isOpen && suppressed is null && GoesOut(first, attribution, settings),
            Background = isOpen ? attributor.BackgroundEvidenceFor(view) : [],
            WouldDecide = attributor.MissingEvidenceFor(view),
        };
    }

    // What a sandbox opens leaves it, wherever it goes; of an address that nobody is known to hold, only what leaves the networks is known
    // to.
    private static bool GoesOut(MatchedRecord record, Attribution attribution, CaseSettings settings) =>
        attribution.Kind == AttributionKind.Sandbox
        ? record.Target != record.Acting
        : settings.IsInternal(record.Acting.Address) && !settings.IsInternal(record.Target.Address);

    private static IEnumerable<string> Warnings(CaseRun run, int unusableRules)
    {
        foreach (var unread in run.Inputs.Unread)
            yield return $"{unread.Input.RelativePath}: {unread.Reason}";
        foreach (var reading in run.Detection.Readings.Where(r => r.Damage is not null))
            yield return $"{reading.File.Input.RelativePath}: {reading.Damage}";
        foreach (var file in run.Timeline.Files.Where(f => f.Problem is not null))
            yield return $"{file.Input.RelativePath}: {file.Problem}";
        var rejected = run.Detection.Tallies.Values.Sum(t => t.Rejected.Count) + run.Timeline.Files.Sum(f => f.Rejected);
        if (rejected > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{rejected} records could not be read: 'fwcorrelate investigate' lists them");
        if (unusableRules > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{unusableRules} rules cannot be used: 'fwcorrelate rules check' says why");
        foreach (var warning in run.Stage.ClockWarnings.Concat(TraceWarnings.Of(run.Timeline.Timeline, run.Inputs.Logs.Count > 0)))
            yield return warning;
    }
}
