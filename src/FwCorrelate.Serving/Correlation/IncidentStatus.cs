// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Correlation;

/// <summary>Whether an incident stands.</summary>
internal enum IncidentStatus
{
    Standing,

    /// <summary>Earlier records arrived late, or its cause is told differently: another incident stands for it.</summary>
    Superseded,

    /// <summary>What arrived later speaks against it, and nothing stands in its place.</summary>
    Retracted,
}
