// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>The columns of an AWS VPC flow log in the order of one file (AWS, VPC user guide, "Flow log records").</summary>
/// <remarks>The layout follows from the header alone: the <c>version</c> column does not tell it, and later versions add columns.</remarks>
internal sealed class VpcFlowColumns
{
    private const int MostColumns = 256;

    private static readonly string[] Prefix = ["timestamp", "log-stream", "log-tag"];

    // Files of one delivery have one header line, each its own: what is made of it is shared. Columns do not change.
    private static VpcFlowColumns? _last;
    private readonly string[] _names;

    private VpcFlowColumns(string[] names)
    {
        _names = names;
        HeaderLine = string.Join(' ', names);
        SourceAddress = IndexOf(AwsVpcFlowLog.SourceAddress);
        DestinationAddress = IndexOf(AwsVpcFlowLog.DestinationAddress);
        PacketSource = IndexOf(AwsVpcFlowLog.PacketSource);
        PacketDestination = IndexOf(AwsVpcFlowLog.PacketDestination);
        SourcePort = IndexOf(AwsVpcFlowLog.SourcePort);
        DestinationPort = IndexOf(AwsVpcFlowLog.DestinationPort);
        Protocol = IndexOf(AwsVpcFlowLog.Protocol);
        Packets = IndexOf(AwsVpcFlowLog.Packets);
        Bytes = IndexOf(AwsVpcFlowLog.Bytes);
        Start = IndexOf(AwsVpcFlowLog.Start);
        End = IndexOf(AwsVpcFlowLog.End);
        Action = IndexOf(AwsVpcFlowLog.Action);
        LogStatus = IndexOf(AwsVpcFlowLog.LogStatus);
        TcpFlags = IndexOf(AwsVpcFlowLog.TcpFlags);
        FlowDirection = IndexOf(AwsVpcFlowLog.FlowDirection);
        InterfaceId = IndexOf(AwsVpcFlowLog.InterfaceId);
        ResourceId = IndexOf(AwsVpcFlowLog.ResourceId);
        FieldNames = [.. names, AwsVpcFlowLog.NatSource, AwsVpcFlowLog.NatDestination];
        HasPacketAddresses = Math.Max(PacketSource, PacketDestination) >= 0;
        HasAddresses = Math.Min(SourceAddress, DestinationAddress) >= 0;
        HasDirectionOrFlags = Math.Max(FlowDirection, TcpFlags) >= 0;
        HasAllNumbers = new[] { Start, End, Packets, Bytes, SourcePort, DestinationPort }.Min() >= 0;
    }

    /// <summary>The 14 columns of version 2, which a flow log has unless its owner chose others.</summary>
    public static VpcFlowColumns Default { get; } = new(AwsVpcFlowLog.DefaultHeader.Split(' '));

    /// <summary>The columns as a header line.</summary>
    public string HeaderLine { get; }

    public int Count => _names.Length;

    public IReadOnlyList<string> Names => _names;

    /// <summary>The names, and those of what is made of several columns.</summary>
    public IReadOnlyList<string> FieldNames { get; }

    // Indexes of the columns that a record is made of; -1 where the file lacks one.
    public int SourceAddress { get; }

    public int DestinationAddress { get; }

    public int PacketSource { get; }

    public int PacketDestination { get; }

    /// <summary>Whether any pkt-* address is there.</summary>
    public bool HasPacketAddresses { get; }

    /// <summary>Whether both addresses of the interface are there.</summary>
    public bool HasAddresses { get; }

    /// <summary>Whether a record may tell its direction or its TCP flags.</summary>
    public bool HasDirectionOrFlags { get; }

    /// <summary>Whether times, counters and ports are all there.</summary>
    public bool HasAllNumbers { get; }

    // Fields, so that the reader of records finds them without asking whether the table is initialised.
    public WordTable<RecordKind> Statuses { get; } = AwsVpcFlowLog.Format.Statuses;

    public WordTable<FirewallAction> Actions { get; } = AwsVpcFlowLog.Format.Actions;

    public WordTable<FlowDirection> Directions { get; } = AwsVpcFlowLog.Format.Directions;

    public int SourcePort { get; }

    public int DestinationPort { get; }

    public int Protocol { get; }

    public int Packets { get; }

    public int Bytes { get; }

    public int Start { get; }

    public int End { get; }

    public int Action { get; }

    public int LogStatus { get; }

    public int TcpFlags { get; }

    public int FlowDirection { get; }

    public int InterfaceId { get; }

    public int ResourceId { get; }

    /// <summary>Names a user gave for a file without a header line, as in a header or as <c>${name}</c>.</summary>
    /// <exception cref="ConfigurationException">A record cannot be made of these columns.</exception>
    public static VpcFlowColumns FromUser(string text)
    {
        var names = text.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(n => n.StartsWith("${", StringComparison.Ordinal) && n.EndsWith('}') ? n[2..^1] : n).ToArray();
        return Missing(names) is { } missing
            ? throw new ConfigurationException(
                $"--log-format: {missing}. Give every column of the file in its order, as in '{AwsVpcFlowLog.DefaultHeader}'.")
            : new VpcFlowColumns(names);
    }

    /// <summary>
    /// The same behind words that stand before each record, of which the first is a stamp, as CloudWatch Logs puts it before each event it
    /// exports.
    /// </summary>
    public VpcFlowColumns AfterPrefix(int words) => new([.. Prefix.Take(words), .. _names]);

    /// <summary>Reads a header line.</summary>
    public static bool TryFromHeader(string line, [NotNullWhen(true)] out VpcFlowColumns? columns)
    {
        columns = Volatile.Read(ref _last);
        if (columns?.HeaderLine == line)
            return true;
        columns = LooksLikeHeader(line) && line.Split(' ') is var names && Missing(names) is null ? new VpcFlowColumns(names) : null;
        if (columns is not null)
            Volatile.Write(ref _last, columns);
        return columns is not null;
    }

    /// <summary>Whether a line names columns, and does so well enough to read records; cheap to refuse a record.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) =>
        line.Length is > 0 and < 8192 && line.IndexOf("start"u8) >= 0
        && (Ascii.Equals(line, Volatile.Read(ref _last)?.HeaderLine) || TryFromHeader(Encoding.UTF8.GetString(line), out _));

    /// <summary>Why a line that names columns is no header that records can be read with; null where it is one, or names none.</summary>
    public static string? HeaderProblem(string line) => LooksLikeHeader(line) ? Missing(line.Split(' ')) : null;

    /// <summary>Index of a column by name, without case, <c>_</c> as <c>-</c>; -1 where the file lacks it.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (ColumnNames.Comparer.Equals(_names[i], name))
                return i;
        }

        return -1;
    }

    // Names only, of which two or more are AWS's: names that AWS adds later are kept, a sentence is not a header.
    private static bool LooksLikeHeader(string line)
    {
        var names = line.Split(' ');
        return names.Length is > 1 and <= MostColumns && names.All(IsName)
            && names.Count(n => AwsVpcFlowLog.KnownColumns.Any(k => ColumnNames.Comparer.Equals(k, n))) >= 2;
    }

    private static bool IsName(string text) =>
        text.Length is > 1 and <= 64 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? Missing(string[] names)
    {
        if (names.Any(n => ColumnNames.Comparer.Equals(n, AwsVpcFlowLog.TransitGateway)))
            return "it names columns of a transit gateway flow log, which this version cannot read";
        foreach (var alternatives in AwsVpcFlowLog.RequiredColumns)
        {
            if (!names.Any(n => alternatives.Any(a => ColumnNames.Comparer.Equals(a, n))))
                return $"the columns lack {string.Join(" or ", alternatives)}, without which no record can be placed";
        }

        return names.GroupBy(n => n, ColumnNames.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"the columns name {twice.Key} twice"
            : null;
    }
}
