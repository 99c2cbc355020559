// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FwCorrelate.Network;

/// <summary>Dotted IPv4 addresses: four decimal parts of 0 to 255 without leading zeros.</summary>
/// <remarks>
/// A leading zero is refused: some parsers read it as octal, and an address that two tools read differently accuses the wrong host.
/// Every flow record holds two addresses, of unpredictable shape, so they are read without a branch per character: where the dots
/// stand names one of the 81 shapes that an address can have (W. Muła, "SIMDized conversion of IPv4 addresses"), and the shape tells
/// how to move each part's digits into a lane of its own.
/// </remarks>
internal static class IPv4Text
{
    private const int Word = sizeof(ulong);
    private const int Longest = 15;
    private const int MostParts = 256;

    // Sends the 81 shapes to 81 places of 256; found by trying, held by the constructor of the table.
    private const uint ShapeFactor = 0x7065_678D;
    private const int ShapeShift = 24;

    private static readonly Shape[] Shapes = AllShapes();

    /// <param name="value">The four bytes in network order.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out uint value)
    {
        value = 0;
        var length = utf8.Length;
        if (length is < Word - 1 or > Longest)
            return false;
        var (head, tail) = length >= Word
            ? (length == Word ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(utf8) << (8 * ((2 * Word) - length)),
                BinaryPrimitives.ReadUInt64LittleEndian(utf8[^Word..]))
            : (0, ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8) << 8) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]) << 32));
        var text = Vector128.Create(head, tail).AsByte();
        ref readonly var shape = ref ShapeOf(text, length, out var isShape);
        var parts = Weighed(Vector128.Shuffle(text - Vector128.Create((byte)'0'), shape.Places), out var areDigits);
        value = Joined(parts);
        return isShape && areDigits && Vector128.LessThanOrEqualAll(shape.Least, parts)
            && Vector128.LessThanAll(parts, Vector128.Create(MostParts));
    }

    /// <summary>Two addresses in the time of one.</summary>
    /// <param name="first">Sixteen bytes that end with the first address; what stands before it does not matter.</param>
    /// <param name="firstLength">Bytes of the first address.</param>
    /// <param name="second">Sixteen bytes that end with the second address.</param>
    /// <param name="secondLength">Bytes of the second address.</param>
    /// <returns>Whether both are addresses; if not, neither value means anything.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseBoth(
        Vector128<byte> first, int firstLength, Vector128<byte> second, int secondLength, out uint firstValue, out uint secondValue)
    {
        ref readonly var firstShape = ref ShapeOf(first, firstLength, out var isFirst);
        ref readonly var secondShape = ref ShapeOf(second, secondLength, out var isSecond);
        Vector256<int> parts;
        bool areDigits;
        if (Avx2.IsSupported)
        {
            var digits = Avx2.Shuffle(
                Vector256.Create(first, second) - Vector256.Create((byte)'0'), Vector256.Create(firstShape.Places, secondShape.Places));
            areDigits = Vector256.LessThanOrEqualAll(digits, Vector256.Create((byte)9));
            parts = Avx2.MultiplyAddAdjacent(
                Avx2.MultiplyAddAdjacent(digits, Vector256.Create(0x00_64_0A_01).AsSByte()), Vector256.Create((short)1));
        }
        else
        {
            parts = Vector256.Create(
                Weighed(Vector128.Shuffle(first - Vector128.Create((byte)'0'), firstShape.Places), out var areFirst),
                Weighed(Vector128.Shuffle(second - Vector128.Create((byte)'0'), secondShape.Places), out var areSecond));
            areDigits = areFirst & areSecond;
        }

        (firstValue, secondValue) = (Joined(parts.GetLower()), Joined(parts.GetUpper()));
        return isFirst & isSecond & areDigits
            & Vector256.LessThanOrEqualAll(Vector256.Create(firstShape.Least, secondShape.Least), parts)
            & Vector256.LessThanAll(parts, Vector256.Create(MostParts));
    }

    /// <summary>
    /// The shape that the dots of the last <paramref name="length"/> bytes make; where there is none, one that means nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly Shape ShapeOf(Vector128<byte> text, int length, out bool isShape)
    {
        // The bit before the address says where it begins; the bits before that are another field's.
        var begin = 1u << (Longest - length);
        var key = (Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & (0u - (begin << 1))) | begin;
        ref readonly var shape = ref Shapes[PlaceOf(key)];
        isShape = shape.Key == key & (uint)length <= Longest;
        return ref shape;
    }

    /// <summary>What four lanes of up to three digits, the last in the lowest byte, are worth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Weighed(Vector128<byte> digits, out bool areDigits)
    {
        areDigits = Vector128.LessThanOrEqualAll(digits, Vector128.Create((byte)9));
        var (lanes, lowest) = (digits.AsInt32(), Vector128.Create(0xFF));
        return (lanes & lowest) + ((Vector128.ShiftRightLogical(lanes, 8) & lowest) * 10)
            + ((Vector128.ShiftRightLogical(lanes, 16) & lowest) * 100);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Joined(Vector128<int> parts) =>
        Vector128.Shuffle(parts.AsByte(), Vector128.Create((byte)12, 8, 4, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16)).AsUInt32()
            .ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte PlaceOf(uint key) => (byte)((key * ShapeFactor) >> ShapeShift);

    private static Shape[] AllShapes()
    {
        var shapes = new Shape[MostParts];
        for (var lengths = 0; lengths < 81; lengths++)
        {
            var shape = Shape.Of([(lengths / 27) + 1, (lengths / 9 % 3) + 1, (lengths / 3 % 3) + 1, (lengths % 3) + 1]);
            if (shapes[PlaceOf(shape.Key)].Key != 0)
                throw new InvalidOperationException("Two shapes of an address share one place: choose another factor.");
            shapes[PlaceOf(shape.Key)] = shape;
        }

        return shapes;
    }

    /// <summary>How many digits each part has.</summary>
    /// <param name="Key">Bits of sixteen bytes that end with the address: the byte before it, and its dots.</param>
    /// <param name="Places">For each lane where its digits stand, the last one first; beyond sixteen for none.</param>
    /// <param name="Least">The least value each part may have: a part of two digits below 10 has a leading zero.</param>
    private readonly record struct Shape(uint Key, Vector128<byte> Places, Vector128<int> Least)
    {
        private const byte NoPlace = 0x80;

        public static Shape Of(ReadOnlySpan<int> lengths)
        {
            Span<byte> places = stackalloc byte[16];
            Span<int> least = stackalloc int[4];
            places.Fill(NoPlace);
            var key = 0u;
            var end = 16;
            for (var part = 3; part >= 0; part--)
            {
                for (var digit = 0; digit < lengths[part]; digit++)
                    places[(4 * part) + digit] = (byte)(end - 1 - digit);
                least[part] = lengths[part] switch { 1 => 0, 2 => 10, _ => 100 };
                end -= lengths[part] + 1;
                key |= 1u << end;
            }

            return new Shape(key, Vector128.Create<byte>(places), Vector128.Create<int>(least));
        }
    }
}
