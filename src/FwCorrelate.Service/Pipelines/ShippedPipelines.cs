// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Ingestion;

namespace FwCorrelate.Service.Pipelines;

/// <summary>The ingest pipelines of the formats that come with the program: what <c>elastic install</c> installs.</summary>
public static class ShippedPipelines
{
    public static PipelineSet Set { get; } = new(FlowFormats.Shipped.Tables);
}
