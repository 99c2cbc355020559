// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using FwCorrelate.Flows;

namespace FwCorrelate.Incidents;

/// <summary>Records with all that results say of them, each made when it is asked for and not kept.</summary>
public sealed class AttributedRecords(IReadOnlyList<IncidentRecord> records) : IReadOnlyList<AttributedRecord>
{
    private readonly IReadOnlyList<IncidentRecord> _records = records;

    public int Count => _records.Count;

    public AttributedRecord this[int index] => _records[index].Attributed;

    /// <summary>What the device did with each record: told without making the records, where they are not made yet.</summary>
    public static IEnumerable<FirewallAction> ActionsOf(IReadOnlyList<AttributedRecord> records) =>
        records is AttributedRecords made ? made._records.Select(r => r.Record.Action) : records.Select(r => r.Record.Record.Action);

    public IEnumerator<AttributedRecord> GetEnumerator() => _records.Select(r => r.Attributed).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
