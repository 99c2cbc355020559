// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// The layouts of one file: one, unless files were joined and header lines stand within it. A record is told from others
/// by its number of columns alone, so the first layout of each number keeps it.
/// </summary>
internal sealed class VpcFlowLayouts
{
    public const string Conflict =
        "the header line above it names other columns than an earlier one of as many columns, so its fields cannot be told apart: cut the "
            + "file in two";

    private readonly VpcFlowColumns _first;
    private readonly Dictionary<int, VpcFlowColumns> _byCount = [];
    private IReadOnlyList<string>? _known;

    public VpcFlowLayouts(VpcFlowColumns first)
    {
        _first = first;
        _byCount.Add(first.Count, first);
        Current = first;
    }

    /// <summary>The layout in force; null where the header in force cannot be followed (see <see cref="Conflict"/>).</summary>
    public VpcFlowColumns? Current { get; private set; }

    /// <summary>The layout of every record read so far; null where there are several.</summary>
    public VpcFlowColumns? Only => _byCount.Count == 1 ? _first : null;

    /// <summary>Starts a block as if all before it had been read.</summary>
    public void Enter(LineBlock block)
    {
        Current = _first;
        if (!ReferenceEquals(_known, block.Headers))
        {
            foreach (var header in block.Headers)
                Enter(header);
            _known = block.Headers;
        }

        if (block.Header is not null)
            Enter(block.Header);
    }

    public void Enter(string header)
    {
        if (!VpcFlowColumns.TryFromHeader(header, out var columns))
            return;
        _byCount.TryAdd(columns.Count, columns);
        var holder = _byCount[columns.Count];
        Current = holder.HeaderLine == columns.HeaderLine ? holder : null;
    }

    /// <summary>The layout that a record was read with.</summary>
    public VpcFlowColumns Of(ReadOnlySpan<byte> record) => _byCount.GetValueOrDefault(record.Count((byte)' ') + 1, _first);
}
