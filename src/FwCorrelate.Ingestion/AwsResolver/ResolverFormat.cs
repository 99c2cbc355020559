// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.AwsResolver;

/// <summary>Route 53 Resolver query logs, one JSON object a line.</summary>
internal sealed class ResolverFormat() : MappedFormat(ResolverLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new ResolverRecords(file.Source);
}
