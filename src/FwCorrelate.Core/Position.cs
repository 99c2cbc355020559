// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate;

/// <summary>Where something stands in a file of text; both numbers from 1.</summary>
public readonly record struct Position(int Line, int Column)
{
    public static Position Start { get; } = new(1, 1);
}
