// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Parquet;

/// <summary>How the values of a page are encoded, by Parquet's own numbers (<c>parquet.thrift</c>, <c>Encoding</c>).</summary>
internal enum PageEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Rle = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RleDictionary = 8,
    ByteStreamSplit = 9,
}
