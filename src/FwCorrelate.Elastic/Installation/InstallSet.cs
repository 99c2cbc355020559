// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Installation;

/// <summary>Everything that is installed.</summary>
public static class InstallSet
{
    /// <param name="pipelines">Those of the formats that are read.</param>
    /// <param name="retention">How long data streams keep documents, such as <c>90d</c>; null keeps them for ever.</param>
    public static IReadOnlyList<InstallableAsset> All(PipelineSet pipelines, string? retention) =>
    [
        .. pipelines.Assets,
        .. StoreTemplates.All(retention),
    ];
}
