// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>Who held an address at a time, as an ECS document, for <c>fwcorrelate who</c>.</summary>
public static class AddressDocument
{
    /// <param name="zone">The zone that the time was read in.</param>
    /// <param name="isAsked">Whether it is the time that was asked for, and not one whole hours away.</param>
    public static EcsDocument Of(
        AddressAnswer answer, HostAddress address, ushort? port, string zone, bool isAsked, ArgumentRedaction redaction)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var attribution = answer.Attribution;
        var document = new EcsDocument()
            .Set(EcsFields.Timestamp, EcsTime.Format(answer.At))
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set(EcsFields.EventKind, "state")
            .Set(EcsFields.SourceIp, address.ToString())
            .Set(EcsFields.SourcePort, port)
            .Set(OwnFields.AskedZone, zone)
            .Set(OwnFields.AskedIsAsked, isAsked)
            .Set(OwnFields.Held, answer.IsHeld);
        AttributionDocument.AddAttribution(document, attribution);
        AttributionDocument.AddAgent(document, attribution);
        return document.Set(OwnFields.SandboxCandidates, attribution.Sandboxes)
            .Set(EcsFields.HostName, answer.Hosts.Count == 1 ? answer.Hosts[0] : null)
            .Set(OwnFields.Hosts, answer.Hosts)
            .Set(OwnFields.Networks, answer.Networks)
            .Set(OwnFields.Episodes, [.. answer.Episodes.Select(Episode)])
            .Set(OwnFields.Calls, [.. answer.Running.Select(c => ToolCallDocument.Of(c, redaction))])
            .Set(OwnFields.Leases, [.. attribution.Leases.Select(LeaseDocument.Of)])
            .Set(OwnFields.Gaps, AttributionDocument.Masked([.. answer.Gaps.Select(g => g.Text)]))
            .Set(OwnFields.WouldDecide, AttributionDocument.Masked(answer.Missing))
            .Set(OwnFields.HeldBefore, answer.Before is { } before ? [LeaseDocument.Of(before)] : [])
            .Set(OwnFields.HeldAfter, answer.After is { } after ? [LeaseDocument.Of(after)] : []);
    }

    private static EcsDocument Episode(Episode episode) => new EcsDocument()
        .Set("id", episode.Id)
        .Set("run_id", episode.RunId)
        .Set("sandbox_id", episode.SandboxId)
        .Set("step", episode.Step)
        .Set("task_id", episode.TaskId)
        .Set("start", EcsTime.Format(episode.Start))
        .Set("end", EcsTime.Format(episode.End))
        .Set("trace_coverage", episode.TraceCoverage is { } coverage ? Math.Round((decimal)coverage, 4) : null);
}
