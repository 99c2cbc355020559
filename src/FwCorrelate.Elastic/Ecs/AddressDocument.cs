// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
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
            .Set("@timestamp", EcsTime.Format(answer.At))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", "state")
            .Set("source.ip", address.ToString())
            .Set("source.port", port)
            .Set("fwcorrelate.asked.zone", zone)
            .Set("fwcorrelate.asked.is_asked", isAsked)
            .Set("fwcorrelate.held", answer.IsHeld);
        AttributionDocument.AddAttribution(document, attribution);
        AttributionDocument.AddAgent(document, attribution);
        return document.Set("fwcorrelate.sandbox.candidates", attribution.Sandboxes)
            .Set("host.name", answer.Hosts.Count == 1 ? answer.Hosts[0] : null)
            .Set("fwcorrelate.hosts", answer.Hosts)
            .Set("fwcorrelate.networks", answer.Networks)
            .Set("fwcorrelate.episodes", [.. answer.Episodes.Select(Episode)])
            .Set("fwcorrelate.calls", [.. answer.Running.Select(c => ToolCallDocument.Of(c, redaction))])
            .Set("fwcorrelate.leases", [.. attribution.Leases.Select(LeaseDocument.Of)])
            .Set("fwcorrelate.gaps", AttributionDocument.Masked([.. answer.Gaps.Select(g => g.Text)]))
            .Set("fwcorrelate.would_decide", AttributionDocument.Masked(answer.Missing))
            .Set("fwcorrelate.held_before", answer.Before is { } before ? [LeaseDocument.Of(before)] : [])
            .Set("fwcorrelate.held_after", answer.After is { } after ? [LeaseDocument.Of(after)] : []);
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
