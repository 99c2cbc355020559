// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Truth;

/// <summary>Which source address a record shows.</summary>
internal enum Visibility
{
    /// <summary>The address from which the sandbox or host really sends.</summary>
    BeforeTranslation,

    /// <summary>The NAT gateway's public address.</summary>
    AfterTranslation,
}
