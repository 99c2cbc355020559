// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsTransitGateway;

/// <summary>Cells below a line of names, as S3 stores them, or of all columns without one, as CloudWatch does.</summary>
internal sealed class TransitGatewayForm(byte[] mark, string[] required, byte separator) : HeadedForm(mark, required, separator)
{
    public override bool Recognises(ReadOnlySpan<byte> head) =>
        base.Recognises(head) || TextHead.FirstLine(head).IndexOf(" TransitGateway "u8) is > 0 and < 8;
}
