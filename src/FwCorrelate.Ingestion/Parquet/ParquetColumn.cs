// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>A column of a flat table.</summary>
/// <param name="IsOptional">Whether a row may have no value.</param>
/// <param name="Length">Bytes of a value of <see cref="PhysicalType.FixedLengthByteArray"/>.</param>
/// <param name="Scale">Digits behind the point of a whole number that is a decimal.</param>
internal sealed record ParquetColumn(string Name, PhysicalType Type, ValueMeaning Meaning, bool IsOptional, int Length, int Scale)
{
    /// <summary>Bytes of a value as it is stored plain; 0 where they differ from value to value, or are bits.</summary>
    public int Width => Type switch
    {
        PhysicalType.Int32 or PhysicalType.Float => 4,
        PhysicalType.Int64 or PhysicalType.Double => 8,
        PhysicalType.Int96 => 12,
        PhysicalType.FixedLengthByteArray => Length,
        _ => 0,
    };
}
