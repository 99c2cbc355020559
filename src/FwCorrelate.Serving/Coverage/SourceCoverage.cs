// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Coverage;

/// <summary>How far and how well a source was evaluated.</summary>
/// <param name="Spans">By start, without overlap.</param>
internal sealed record SourceCoverage(string Source, IReadOnlyList<CoverageSpan> Spans)
{
    public const string Kind = "coverage";
}
