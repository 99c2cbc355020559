// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>The six numbers that nearly every record has, converted together: half of a flow record is digits.</summary>
/// <param name="Start">Unix seconds; not yet checked to be plausible.</param>
/// <param name="End">Unix seconds; not yet checked.</param>
internal readonly record struct VpcFlowNumbers(long Start, long End, int Packets, int Bytes, int SourcePort, int DestinationPort)
{
    private const int MostTimeDigits = 16;
    private const int MostDigits = sizeof(ulong);

    // Sixteen bytes from place n keep the last n bytes of sixteen.
    private static ReadOnlySpan<byte> LastBytes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    /// <summary>Whether this processor and these columns allow it.</summary>
    public static bool CanRead(VpcFlowColumns columns) => Avx2.IsSupported && columns.HasAllNumbers;

    /// <summary>Reads the numbers of a row; needs <see cref="CanRead"/> and <see cref="SeparatedRow.HasTextBefore"/>.</summary>
    /// <returns>False where one is absent, is longer than usual or is no number: then each must be looked at by itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(in SeparatedRow row, VpcFlowColumns columns, out VpcFlowNumbers numbers)
    {
        Unsafe.SkipInit(out numbers);
        var (start, end) = (row.LengthOf(columns.Start), row.LengthOf(columns.End));
        var (bytes, packets) = (row.LengthOf(columns.Bytes), row.LengthOf(columns.Packets));
        var (source, destination) = (row.LengthOf(columns.SourcePort), row.LengthOf(columns.DestinationPort));
        if ((uint)((start - 1) | (end - 1)) >= MostTimeDigits
            || (uint)((bytes - 1) | (packets - 1) | (source - 1) | (destination - 1)) >= MostDigits)
            return false;

        var zeros = Vector256.Create((byte)'0');
        var times = (Vector256.Create(row.LastSixteen(columns.Start), row.LastSixteen(columns.End)) - zeros) & Vector256.Create(
            Last(start), Last(end));
        var counts = (Vector256.Create(row.LastEight(columns.Bytes), row.LastEight(columns.Packets), row.LastEight(columns.SourcePort),
            row.LastEight(columns.DestinationPort)).AsByte() - zeros)
            & Vector256.Create(LastOfEight(bytes), LastOfEight(packets), LastOfEight(source), LastOfEight(destination)).AsByte();

        // Neighbours are joined to pairs, pairs to fours, fours to eight; both vectors are one for the last step.
        var eights = Avx2.MultiplyAddAdjacent(Avx2.PackUnsignedSaturate(Fours(times), Fours(counts))
            .AsInt16(), Vector256.Create(10_000 | (1 << 16)).AsInt16());
        numbers = new VpcFlowNumbers(
            (eights[0] * 100_000_000L) + eights[1], (eights[4] * 100_000_000L)
                + eights[5], Packets: eights[3], Bytes: eights[2], eights[6], eights[7]);
        return Vector256.LessThanOrEqualAll(Vector256.Max(times, counts), Vector256.Create((byte)9));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Fours(Vector256<byte> digits) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(digits, Vector256.Create((short)(10 | (1 << 8))).AsSByte()),
            Vector256.Create(100 | (1 << 16)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Last(int length) => Vector128.LoadUnsafe(in LastBytes[0], (nuint)length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LastOfEight(int length) => ulong.MaxValue << (64 - (8 * length));
}
