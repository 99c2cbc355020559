// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>
/// Alibaba Cloud VPC flow logs as one JSON object per line, as Log Service writes them, or as CSV (Alibaba Cloud, VPC, "Flow log fields").
/// </summary>
internal sealed class AlibabaVpcFlowFormat : MemberFormat<AlibabaVpcFlowColumn>
{
    public override LogFormat Table => AlibabaVpcFlowLog.Format;

    // In both spellings, srcaddr and SrcAddr.
    public override ReadOnlySpan<byte> HeaderMark => "ddr"u8;

    protected override MemberRecords<AlibabaVpcFlowColumn> CreateRecords(InputFile file) => new AlibabaVpcFlowRecords();
}
