// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>Who a record itself says was behind an address: a sensor on the host or a proxy of the sandboxes knows it.</summary>
/// <param name="Id">Of the container, pod or sandbox, as the log spells it.</param>
public sealed record ToldHolder(HostAddress Address, string Id);
