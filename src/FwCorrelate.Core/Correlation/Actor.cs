// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// Who may be behind the connections of one address: a sandbox, the sandboxes that share an address, or nobody known. Holds what is
/// asked of it for every connection.
/// </summary>
internal sealed class Actor
{
    private readonly Lazy<MentionIndex> _mentions;
    private readonly int _hash;

    public Actor(string key, IReadOnlyList<string> sandboxes, TimelineIndex timeline, IReadOnlyList<string> hosts)
    {
        Key = key;
        _hash = key.GetHashCode(StringComparison.Ordinal);
        Sandboxes = sandboxes;
        Calls = sandboxes.Count + hosts.Count == 0 ? CallIndex.Empty : new CallIndex(sandboxes.SelectMany(s => timeline.CallsOf(s).Calls)
            .Concat(hosts.SelectMany(h => timeline.CallsOnHost(h).Calls)));
        _mentions = new Lazy<MentionIndex>(() => new MentionIndex(timeline, Calls.Calls));
    }

    public string Key { get; }

    public IReadOnlyList<string> Sandboxes { get; }

    /// <summary>Calls of all its sandboxes, and those of its hosts that name no sandbox.</summary>
    public CallIndex Calls { get; }

    public MentionIndex Mentions => _mentions.Value;

    /// <summary>Of its key, asked for every connection; actors are equal only to themselves.</summary>
    public override int GetHashCode() => _hash;
}
