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
    private readonly List<ToolCall> _leavingProcess = [];
    private readonly Dictionary<(Endpoint Endpoint, string Domain), ToolCall[]> _naming = [];

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
            if (reading is { OutlivesCall: true, Ability: NetworkAbility.Opaque })
                _leavingProcess.Add(call);
        }
    }

    /// <summary>Calls that may leave a process behind that connects, by start.</summary>
    public IReadOnlyList<ToolCall> CallsLeavingProcess => _leavingProcess;

    /// <summary>Calls whose text names the endpoint, gone to or written down, in no particular order; a call may come twice. Searched once per endpoint.</summary>
    public IReadOnlyList<ToolCall> CallsNaming(Endpoint endpoint, string domain)
    {
        if (!_naming.TryGetValue((endpoint, domain), out var calls))
            _naming.Add((endpoint, domain), calls = [.. Search(endpoint, domain)]);
        return calls;
    }

    /// <summary>
    /// How a call names the endpoint: in its own command, or by running a file that an earlier call of the same sandbox wrote with the
    /// destination in it.
    /// </summary>
    public Mention MentionOf(ToolCall call, Endpoint endpoint, string domain)
    {
        // Most endpoints are named by no call at all; then no command needs to be read against them.
        var naming = CallsNaming(endpoint, domain);
        if (naming.Count == 0)
            return Mention.None;
        var reading = _timeline.ReadingOf(call);
        var own = reading.Names(endpoint.Address, endpoint.Port, domain);
        if (own.Kind != MentionKind.None || reading.Ability == NetworkAbility.Inert)
            return own;
        foreach (var earlier in naming)
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

    private IEnumerable<ToolCall> Search(Endpoint endpoint, string domain)
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
}
