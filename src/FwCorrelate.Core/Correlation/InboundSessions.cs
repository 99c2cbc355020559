// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Accepted sessions from outside the internal networks into sandboxes: an intruder's way in.</summary>
internal sealed class InboundSessions
{
    private readonly Dictionary<HostAddress, List<StitchedConnection>> _byAddress = [];

    public InboundSessions(IEnumerable<Sighting> sightings, CaseSettings settings)
    {
        foreach (var sighting in sightings.Where(s => s.IsInbound && !s.Connection.IsDenied && !settings.IsInternal(s.Target.Address)))
        {
            if (!_byAddress.TryGetValue(sighting.Acting.Address, out var list))
                _byAddress.Add(sighting.Acting.Address, list = []);
            list.Add(sighting.Connection);
        }
    }

    /// <summary>The latest session that began before <paramref name="time"/> and was still open or had ended shortly before.</summary>
    public StitchedConnection? Before(HostAddress address, Instant time)
    {
        var memory = Duration.FromSeconds(CauseModel.IntruderMemorySeconds);
        return _byAddress.TryGetValue(address, out var sessions)
            ? sessions.LastOrDefault(s => s.TrueStart <= time + s.Source.Slack && time <= s.TrueEnd + memory)
            : null;
    }
}
