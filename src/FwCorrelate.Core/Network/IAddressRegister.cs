// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Network;

/// <summary>Tells to whom outside addresses are registered. Asks nobody: what it knows lies in files of the user's. Thread-safe.</summary>
public interface IAddressRegister
{
    /// <summary>What went wrong while addresses were looked up, in words; null while all is well.</summary>
    string? Damage { get; }

    /// <summary>Null for addresses of the case's own networks, and for those of which nothing is known.</summary>
    AddressRegistration? Find(HostAddress address);
}
