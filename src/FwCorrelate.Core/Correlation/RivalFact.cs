// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What a number of a <see cref="RivalFact"/> is.</summary>
public enum FactMeasure
{
    /// <summary>A fact without a number.</summary>
    None,

    /// <summary>Probability that the cause makes such a connection at all, 0 to 1.</summary>
    Probability,

    /// <summary>How densely its connections lie at this moment, per second.</summary>
    Density,

    /// <summary>How often it makes this connection at this moment, per second: causes weigh as their rates.</summary>
    Rate,
}

/// <summary>A fact for or against a rival.</summary>
/// <param name="Text">In words; may quote a command.</param>
/// <param name="Value">As <paramref name="Measure"/> tells; 0 without.</param>
public sealed record RivalFact(string Text, FactMeasure Measure = FactMeasure.None, double Value = 0);
