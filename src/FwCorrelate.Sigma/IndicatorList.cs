// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma;

/// <summary>
/// Values that rules name with the modifier <c>expand</c>: <c>%mining_pool_domains%</c>. They stand in files of their own, since they
/// age faster than rules and come with a source; <c>rules/README.md</c> describes the files.
/// </summary>
/// <param name="Name">Between the percent signs.</param>
/// <param name="Sources">Where the values were read, or that they are from memory.</param>
/// <param name="Retrieved">When: a day, or <c>never</c>.</param>
/// <param name="AsOf">Which state of the world they tell.</param>
/// <param name="Extends">Whether the values join those of the same name that were read before; else they replace them.</param>
/// <param name="Values">May hold Sigma wildcards.</param>
public sealed record IndicatorList(
    string Name, string Title, string Description, IReadOnlyList<string> Sources, string Retrieved, string AsOf, string License,
    bool Extends,
    IReadOnlyList<string> Values);
