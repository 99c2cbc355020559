// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy.Levels;

/// <summary>
/// A test of whether a run's bursts coincide with tool calls beyond chance. One that the product has is added to
/// <see cref="TestLevels.Tests"/>.
/// </summary>
internal interface ICoincidenceTest
{
    string Name { get; }

    /// <summary>Null where there is too little to test.</summary>
    double? PValue(RunSketch run, ulong seed);
}
