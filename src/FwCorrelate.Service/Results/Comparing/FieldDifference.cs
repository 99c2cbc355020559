// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results.Comparing;

/// <summary>What one thing was and is; null where it was or is not told.</summary>
public sealed record FieldDifference(string Name, string? Before, string? After);
