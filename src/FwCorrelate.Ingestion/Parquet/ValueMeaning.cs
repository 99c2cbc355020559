// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>What stored values mean (<c>parquet.thrift</c>, <c>LogicalType</c> and the older <c>ConvertedType</c>).</summary>
internal enum ValueMeaning
{
    /// <summary>What they look like: numbers, and bytes that are text where they are UTF-8.</summary>
    Plain,
    Unsigned,
    Date,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
}
