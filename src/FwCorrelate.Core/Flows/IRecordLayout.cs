// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Flows;

/// <summary>Reads the vendor's own fields out of one raw record: slow, for the few records that matter.</summary>
public interface IRecordLayout
{
    /// <summary>What is known of the records' format.</summary>
    LogFormat Format { get; }

    /// <summary>
    /// Every column that <see cref="TryGetField"/> may find in any record read so far, one list as long as they do not change;
    /// null where records may hold any.
    /// </summary>
    IReadOnlyList<string>? FieldNames => null;

    /// <summary>
    /// Words of verdicts that were met so far and mean nothing here, the first few of them: whoever shows results says so.
    /// </summary>
    IReadOnlyCollection<string> UnknownVerdicts => [];

    /// <summary>
    /// The value of the vendor's column; false where the record has no such column or the source marks it as absent
    /// (<c>-</c> in AWS and Alibaba logs, all-zero rule ids). Names compare without case, <c>_</c> equals <c>-</c>.
    /// </summary>
    bool TryGetField(ReadOnlySpan<byte> record, string column, out string value);

    /// <summary>All columns present, in the record's order, absent values left out.</summary>
    IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record);

    /// <summary>The hash that names a record: of its raw text, unless that is a copy which holds the record's own text or hash.</summary>
    RecordHash HashOf(ReadOnlySpan<byte> record) => RecordHash.Of(record);

    /// <summary>Whether <see cref="DocumentOf"/> may name a document, so that a record's text is worth reading for it.</summary>
    bool NamesDocuments => false;

    /// <summary>The document of an index that a record was read from; null for a record of a file.</summary>
    DocumentId? DocumentOf(ReadOnlySpan<byte> record) => null;
}
