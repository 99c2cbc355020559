// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving.Delivery;

/// <summary>Makes sinks of their settings.</summary>
internal static class SinkFactory
{
    public static ISink Make(SinkSettings settings, IClock clock) => settings switch
    {
        WebhookSettings webhook => new WebhookSink(webhook, clock),
        ExecutableSettings executable => new ExecutableSink(executable),
        ElasticSettings elastic => new ElasticSink(elastic, TimeProvider.System),
        _ => throw new ArgumentException($"There is no sink for {settings.GetType().Name}.", nameof(settings)),
    };
}
