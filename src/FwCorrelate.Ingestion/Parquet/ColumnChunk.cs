// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>Where the pages of one column of a row group stand in the file.</summary>
/// <param name="Codec">How pages are compressed, by Parquet's own number (<c>parquet.thrift</c>, <c>CompressionCodec</c>).</param>
/// <param name="Offset">Bytes of the file before its first page.</param>
/// <param name="Length">Bytes of its pages as stored, headers included.</param>
internal readonly record struct ColumnChunk(int Codec, long Offset, long Length);
