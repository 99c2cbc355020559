// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Delivery;

/// <summary>Makes sinks of their settings.</summary>
internal static class SinkFactory
{
    public static ISink Make(SinkSettings settings) => settings switch
    {
        _ => throw new ArgumentException($"There is no sink for {settings.GetType().Name}.", nameof(settings)),
    };
}
