// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Serving.Correlation;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Delivery;

/// <summary>Revisions to deliver.</summary>
internal static class SampleRevision
{
    public static Revision Of(string id, int number, Level level = Level.High, string verdict = "undetermined", string? run = null) =>
        new(id, number, level, verdict, run, "a summary", $$"""{"event":{"id":"{{id}}"},"n":{{number}}}""", Instant.FromUtc(2026, 1, 15, 4, 0));
}
