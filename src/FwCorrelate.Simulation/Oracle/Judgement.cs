// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Oracle;

/// <summary>What somebody who knows how the world was made can say of a connection, given what the case shows.</summary>
/// <param name="Weight">Posterior probability of the true cause.</param>
/// <param name="Agent">That some call opened it.</param>
/// <param name="Background">That something of the image did.</param>
/// <param name="External">That an intruder did.</param>
/// <param name="IsNameable">Whether the trace holds the call, if it was one.</param>
/// <param name="Concentration">Sum of squares of all causes' probabilities: what <paramref name="Weight"/> is on average, if they are
/// right.</param>
internal readonly record struct Judgement(
    double Weight, double Agent, double Background, double External, bool IsNameable, double Concentration)
{
    /// <summary>From here on a cause counts as decided.</summary>
    public const double Certain = 0.99;

    /// <summary>Of what comes from no sandbox: whose doing it is shows, but no call can be named.</summary>
    public static Judgement OutsideSandboxes { get; } = new(1, 0, 1, 1, false, 1);

    public bool IsDecidable => IsNameable && Weight >= Certain;
}
