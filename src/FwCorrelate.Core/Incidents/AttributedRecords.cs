// SPDX-License-Identifier: Apache-2.0
using System.Collections;

namespace FwCorrelate.Incidents;

/// <summary>Records with all that results say of them, each made when it is asked for and not kept.</summary>
public sealed class AttributedRecords(IReadOnlyList<IncidentRecord> records) : IReadOnlyList<AttributedRecord>
{
    /// <summary>The same records in short.</summary>
    public IReadOnlyList<IncidentRecord> InShort => records;

    public int Count => records.Count;

    public AttributedRecord this[int index] => records[index].Attributed;

    public IEnumerator<AttributedRecord> GetEnumerator() => records.Select(r => r.Attributed).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
