// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Network;

/// <summary>To whom an address is registered, as a database of the user's says.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null where it is not told.</param>
/// <param name="AsNumber">Number of the autonomous system that announces it.</param>
/// <param name="AsOrganization">Who runs that system.</param>
public sealed record AddressRegistration(string? Country, long? AsNumber, string? AsOrganization);
