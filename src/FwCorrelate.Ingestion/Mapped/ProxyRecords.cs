// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// Records of proxies: the client asks for a name, which stands in a URL or beside a port. Column <see cref="HostColumn"/> is made of it.
/// </summary>
internal class ProxyRecords(FlowLayout layout, LogSettings source, IReadOnlyList<string> names) : MappedRecords(layout, source)
{
    /// <summary>The name that was asked for, without scheme, port and path. No column holds it.</summary>
    public const string HostColumn = "requested-host";

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value)
    {
        if (!ColumnNames.Comparer.Equals(column, HostColumn))
            return lookup(record, column, out value);
        foreach (var name in names)
        {
            if (!lookup(record, name, out var text))
                continue;
            value = Encoding.UTF8.GetString(AuthorityText.HostOf(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
            if (value.Length > 0 && value != "-")
                return true;
        }

        value = "";
        return false;
    }
}
