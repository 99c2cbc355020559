// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Truth;

/// <summary>What a record shows of the two ends.</summary>
internal enum Visibility
{
    /// <summary>The address from which the sandbox or host really sends.</summary>
    BeforeTranslation,

    /// <summary>That, and the name of the destination where the traffic carries one.</summary>
    BeforeTranslationWithName,

    /// <summary>The NAT gateway's public address.</summary>
    AfterTranslation,
}
