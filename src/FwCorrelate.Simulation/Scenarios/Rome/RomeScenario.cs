// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Scenarios.Rome;
internal sealed class RomeScenario : Scenario
{
    public override string Name => "rome";
    public override string Summary => "";
    public override ulong DefaultSeed => 7;
    public override GeneratedCase Generate(ulong seed) => throw new InvalidOperationException();
}
