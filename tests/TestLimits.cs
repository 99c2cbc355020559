// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate;

/// <summary>Limits of wall time for what may hang, so wide that no test fails because the machine is busy.</summary>
internal static class TestLimits
{
    /// <summary>Milliseconds after which a test hangs.</summary>
    public const int Hangs = 600_000;
}
