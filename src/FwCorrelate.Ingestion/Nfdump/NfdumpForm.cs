// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Nfdump;

/// <summary>nfdump's CSV: cells without quotes, below a line of names; at the end <c>Summary</c>, names of sums, and the sums.</summary>
internal sealed class NfdumpForm() : HeadedForm("ts,te,"u8.ToArray(), [",sa,", ",da,", ",pr,"], (byte)',')
{
    private const int SumSeparators = 5;
    private static readonly SearchValues<byte> Numbers = SearchValues.Create("0123456789.,"u8);

    public override bool IsHeader(ReadOnlySpan<byte> line) =>
        base.IsHeader(line) || line.StartsWith("Summary"u8) || line.StartsWith("flows,"u8)
        || (line.Count((byte)',') == SumSeparators && !line.ContainsAnyExcept(Numbers));
}
