// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Which calls of a group of sandboxes name an endpoint, without reading every command for every endpoint.</summary>
internal sealed class MentionIndex
{
    private readonly TimelineIndex _timeline;
    private readonly Dictionary<HostAddress, List<ToolCall>> _byAddress = [];
    private readonly List<ToolCall> _inexact = [];
    private readonly Dictionary<(Endpoint Endpoint, string Domain), EndpointMentions> _mentions = [];

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

    /// <summary>Calls whose own command goes to the endpoint, in the order of the calls.</summary>
    public IEnumerable<ToolCall> CallsNaming(Endpoint endpoint, string domain) => Of(endpoint, domain).Named.Keys;

    /// <summary>
    /// How a call names the endpoint: in its own command, or by running a file that an earlier call of the same sandbox wrote with the
    /// destination in it.
    /// </summary>
    public Mention MentionOf(ToolCall call, Endpoint endpoint, string domain)
    {
        var mentions = Of(endpoint, domain);
        if (mentions.Named.TryGetValue(call, out var own))
            return own;
        if (mentions.Writers.Count == 0)
            return Mention.None;
        var reading = _timeline.ReadingOf(call);
        return reading.Ability == NetworkAbility.Inert ? Mention.None : mentions.LineageOf(call, reading);
    }

    private EndpointMentions Of(Endpoint endpoint, string domain)
    {
        if (!_mentions.TryGetValue((endpoint, domain), out var mentions))
            _mentions.Add((endpoint, domain), mentions = Search(endpoint, domain));
        return mentions;
    }

    private EndpointMentions Search(Endpoint endpoint, string domain)
    {
        var mentions = new EndpointMentions();
        foreach (var call in (_byAddress.GetValueOrDefault(endpoint.Address) ?? []).Concat(_inexact))
        {
            var reading = _timeline.ReadingOf(call);
            var named = reading.Names(endpoint.Address, endpoint.Port, domain);
            if (named.Kind != MentionKind.None)
                mentions.Named.TryAdd(call, named);
            var written = reading.WritesDown(endpoint.Address, endpoint.Port, domain);
            if (written.Kind != MentionKind.None)
                mentions.AddWriter(call, reading, written);
        }

        return mentions;
    }

    /// <summary>What the calls say of one endpoint.</summary>
    private sealed class EndpointMentions
    {
        public Dictionary<ToolCall, Mention> Named { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>By the name of a file: who wrote the destination into it.</summary>
        public Dictionary<string, List<Writer>> Writers { get; } = new(StringComparer.Ordinal);

        public void AddWriter(ToolCall call, CommandReading reading, Mention written)
        {
            foreach (var file in reading.WrittenFiles)
            {
                if (!Writers.TryGetValue(file, out var list))
                    Writers.Add(file, list = []);
                list.Add(new Writer(call, call.TrueStart.Value, written.Text));
            }
        }

        /// <summary>The first that wrote what the call uses.</summary>
        public Mention LineageOf(ToolCall call, CommandReading reading)
        {
            foreach (var file in reading.UsedFiles)
            {
                if (!Writers.TryGetValue(file, out var writers))
                    continue;
                foreach (var writer in writers)
                {
                    if (!ReferenceEquals(writer.Call, call) && writer.Start <= call.TrueStart.Value
                        && writer.Call.SandboxId == call.SandboxId)
                        return new Mention(MentionKind.Lineage, writer.Text);
                }
            }

            return Mention.None;
        }
    }

    private readonly record struct Writer(ToolCall Call, Instant Start, string Text);
}
