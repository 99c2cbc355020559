// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>Which calls of a group of sandboxes name an endpoint, without reading every command for every endpoint.</summary>
internal sealed class MentionIndex
{
    private readonly TimelineIndex _timeline;
    private readonly Dictionary<HostAddress, List<ToolCall>> _byAddress = [];
    private readonly List<ToolCall> _inexact = [];

    /// <param name="calls">By start.</param>
    public MentionIndex(TimelineIndex timeline, IEnumerable<ToolCall> calls)
    {
        _timeline = timeline;
        foreach (var call in calls)
        {
            var reading = timeline.ReadingOf(call);
            foreach (var address in reading.ExactAddresses.Distinct())
            {
                if (!_byAddress.TryGetValue(address, out var list))
                    _byAddress.Add(address, list = []);
                list.Add(call);
            }

            if (reading.HasInexactDestinations)
                _inexact.Add(call);
        }
    }

    /// <summary>Calls whose text names the endpoint, gone to or written down, in no particular order; a call may come twice.</summary>
    public IEnumerable<ToolCall> CallsNaming(Endpoint endpoint, string domain)
    {
        foreach (var call in _byAddress.GetValueOrDefault(endpoint.Address) ?? [])
            yield return call;
        foreach (var call in _inexact)
        {
            var reading = _timeline.ReadingOf(call);
            if (reading.Names(endpoint.Address, endpoint.Port, domain).Kind != MentionKind.None
                || reading.WritesDown(endpoint.Address, endpoint.Port, domain).Kind != MentionKind.None)
                yield return call;
        }
    }

    /// <summary>
    /// How a call names the endpoint: in its own command, or by running a file that an earlier call of the same sandbox wrote with the
    /// destination in it.
    /// </summary>
    public Mention MentionOf(ToolCall call, Endpoint endpoint, string domain)
    {
        var reading = _timeline.ReadingOf(call);
        var own = reading.Names(endpoint.Address, endpoint.Port, domain);
        if (own.Kind != MentionKind.None || reading.Ability == NetworkAbility.Inert)
            return own;
        foreach (var earlier in CallsNaming(endpoint, domain))
        {
            if (ReferenceEquals(earlier, call) || earlier.Start.Value > call.Start.Value || earlier.SandboxId != call.SandboxId)
                continue;
            var source = _timeline.ReadingOf(earlier);
            var written = source.WritesDown(endpoint.Address, endpoint.Port, domain);
            if (written.Kind != MentionKind.None && reading.UsesFileOf(source))
                return new Mention(MentionKind.Lineage, written.Text);
        }

        return Mention.None;
    }
}
