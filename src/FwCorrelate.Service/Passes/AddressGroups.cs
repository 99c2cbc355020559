// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Addresses that may stand for one actor: those that one sandbox held, or sandboxes that shared an address. An address that no sandbox
/// held is a group of its own.
/// </summary>
internal sealed class AddressGroups
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<HostAddress, ulong> _byAddress = [];
    private readonly List<(AddressPrefix Block, string Sandbox)> _blocks = [];

    public AddressGroups(IReadOnlyList<AddressLease> leases)
    {
        var ofSandboxes = leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).ToList();
        _blocks.AddRange(ofSandboxes.Where(l => !l.Address.IsSingleAddress).Select(l => (l.Address, l.OwnerId)).Distinct());
        foreach (var (block, sandbox) in _blocks)
            JoinAll(_blocks.Where(b => b.Block.Contains(block.Network) || block.Contains(b.Block.Network)).Select(b => b.Sandbox)
                .Append(sandbox));
        var byAddress = ofSandboxes.Where(l => l.Address.IsSingleAddress).ToLookup(l => l.Address.Network, l => l.OwnerId);
        foreach (var address in byAddress)
            JoinAll(address.Concat(_blocks.Where(b => b.Block.Contains(address.Key)).Select(b => b.Sandbox)));
        foreach (var address in byAddress)
            _byAddress.Add(address.Key, HashOf(Root(address.First())));
    }

    /// <summary>A number that is equal for addresses of one group, and hardly ever for others.</summary>
    public ulong Of(HostAddress address)
    {
        if (_byAddress.TryGetValue(address, out var group))
            return group;
        foreach (var (block, sandbox) in _blocks)
        {
            if (block.Contains(address))
                return HashOf(Root(sandbox));
        }

        return (ulong)(uint)address.GetHashCode() * 0x9E37_79B9_7F4A_7C15;
    }

    /// <summary>Whether a sandbox ever held the address.</summary>
    public bool IsOfSandbox(HostAddress address) => _byAddress.ContainsKey(address) || _blocks.Exists(b => b.Block.Contains(address));

    private void JoinAll(IEnumerable<string> sandboxes)
    {
        string? first = null;
        foreach (var sandbox in sandboxes)
        {
            first ??= Root(sandbox);
            _parents[Root(sandbox)] = first;
        }
    }

    private string Root(string sandbox)
    {
        var root = sandbox;
        while (_parents.TryGetValue(root, out var parent) && parent != root)
            root = parent;
        if (!ReferenceEquals(root, sandbox))
            _parents[sandbox] = root;
        return root;
    }

    private static ulong HashOf(string sandbox) => (ulong)(uint)sandbox.GetHashCode(StringComparison.Ordinal) * 0xC2B2_AE3D_27D4_EB4F;
}
