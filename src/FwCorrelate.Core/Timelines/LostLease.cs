// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Timelines;

/// <summary>
/// What a lease table may have said that could not be read: a rejected row, the rest of a table that is cut off, a table that may not be
/// opened. Whoever holds such an address by the rows that were read may have shared it, so none of them holds it alone.
/// </summary>
/// <param name="Address">What the row was about, at any time and for any port; null where not even that is known: it may be any
/// address.</param>
/// <param name="Place">File, or file and line, for people.</param>
public sealed record LostLease(AddressPrefix? Address, string Place);
