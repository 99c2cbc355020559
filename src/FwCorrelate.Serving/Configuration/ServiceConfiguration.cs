// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Configuration;

/// <summary>Settings with where each value comes from.</summary>
/// <param name="Values">In a fixed order.</param>
internal sealed record ServiceConfiguration(ServiceSettings Settings, IReadOnlyList<ConfiguredValue> Values);
