// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Service.Tests.Seewall;

/// <summary>Logs of the made-up firewall, as JSON lines or CSV.</summary>
internal sealed class SeewallFormat : MemberFormat<SeewallColumn>
{
    public override LogFormat Table => SeewallLog.Format;

    public override ReadOnlySpan<byte> HeaderMark => "began"u8;

    protected override MemberRecords<SeewallColumn> CreateRecords(InputFile file) => new SeewallRecords();
}
