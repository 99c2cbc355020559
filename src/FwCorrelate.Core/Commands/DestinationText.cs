// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;

namespace FwCorrelate.Commands;

/// <summary>
/// A destination as a command writes it: an address, a pattern of addresses or a domain, and a port where one is attached.
/// </summary>
/// <param name="Text">As written.</param>
/// <param name="Octets">Four values of a pattern, -1 for any; empty for an exact address, a block or a domain.</param>
/// <param name="Domain">Lower case; empty for addresses.</param>
/// <param name="Port">Attached port; <see cref="AnyPort"/> where it is a variable, <see cref="NoPort"/> where there is none.</param>
/// <param name="ImpliedPort">Port of the scheme or program (http 80, https 443, ssh 22) where none is attached; else
/// <see cref="NoPort"/>.</param>
internal sealed record DestinationText(
    string Text, AddressPrefix? Block, IReadOnlyList<int> Octets, string Domain, int Port, int ImpliedPort)
{
    public const int NoPort = -1;
    public const int AnyPort = -2;

    public bool IsPattern => Octets.Count > 0 || Block is { IsSingleAddress: false };

    public override string ToString() => Port >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{Text}:{Port}") : Text;

    public bool Holds(HostAddress address)
    {
        if (Block is { } block)
            return block.Contains(address);
        if (Octets.Count == 0 || !address.IsIPv4)
            return false;
        var value = (uint)address.Low;
        for (var i = 0; i < 4; i++)
        {
            if (Octets[i] >= 0 && Octets[i] != (int)((value >> (24 - (8 * i))) & 0xFF))
                return false;
        }

        return true;
    }

    /// <summary>A domain matches itself and what lies below it.</summary>
    public bool Names(string domain) =>
        Domain.Length > 0 && (domain == Domain || domain.EndsWith('.' + Domain, StringComparison.Ordinal));
}
