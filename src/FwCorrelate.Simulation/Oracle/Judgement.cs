// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Oracle;

/// <summary>What somebody who knows how the world was made can say of a connection, given what the case shows.</summary>
/// <param name="Weight">Posterior probability of the true cause.</param>
/// <param name="Agent">That some call opened it.</param>
/// <param name="Background">That something of the image did.</param>
/// <param name="External">That an intruder did.</param>
/// <param name="IsNameable">Whether the trace holds the call, if it was one.</param>
internal readonly record struct Judgement(double Weight, double Agent, double Background, double External, bool IsNameable)
{
    /// <summary>From here on a cause counts as decided.</summary>
    public const double Certain = 0.99;

    public static Judgement Obvious { get; } = new(1, 0, 0, 0, false);

    public bool IsDecidable => IsNameable && Weight >= Certain;
}
