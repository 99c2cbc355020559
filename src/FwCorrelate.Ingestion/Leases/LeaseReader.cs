// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Leases;

/// <summary>Reads lease tables. A bad row costs that row.</summary>
/// <param name="isUsable">Whether the header names all that a lease needs; else no row is read, and each tells only what is lost.</param>
internal sealed class LeaseReader(InputFile file, RejectedRecords rejected, bool isUsable = true)
{
    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = false,
        SkipEmptyLines = false,
        AllowLineBreaksInQuotes = false,
        Encoding = System.Text.Encoding.UTF8,
    };

    // A table of nothing but broken rows costs no memory: beyond so many, any address may be meant.
    private const int MostLost = 10_000;

    // A /16 or a /48 is what a cloud network or a cluster's pods get at most.
    private const int WidestV4 = 16;
    private const int WidestV6 = 48;

    private readonly List<AddressLease> _leases = [];
    private readonly Dictionary<AddressPrefix, LostLease> _lost = [];
    private LostLease? _lostOfAny;
    private Dictionary<string, int>? _columns;

    /// <summary>Blank lines and the header.</summary>
    public long Ignored { get; private set; }

    /// <summary>What rejected rows may have said.</summary>
    public IEnumerable<LostLease> Lost => _lostOfAny is { } any ? [any] : _lost.Values;

    public IReadOnlyList<AddressLease> Read(OpenedInput input)
    {
        var reader = new LineBlockReader(input);
        while (reader.Read() is { } block)
        {
            using (block)
                ReadBlock(block);
        }

        return _leases;
    }

    // Line by line, so that an unclosed quote costs its line and line numbers are certain; lease tables are small.
    private void ReadBlock(LineBlock block)
    {
        var line = block.FirstLine;
        for (int start = 0, next; start < block.Bytes.Length; start = next, line++)
        {
            var length = block.Bytes.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? block.Bytes.Length : start + length + 1;
            var raw = block.Bytes[start..(length < 0 ? next : start + length)];
            ReadLine(raw.Span is [.., (byte)'\r'] ? raw[..^1] : raw, line, block.FirstOffset + start);
        }

        if (block.Skipped is { } skipped)
            Reject(skipped.Line, skipped.Offset, skipped.Reason);
    }

    private void ReadLine(ReadOnlyMemory<byte> raw, long line, long offset)
    {
        var text = raw.Span.Trim(" \t"u8);
        if (text.IsEmpty || text[0] == (byte)'#')
        {
            Ignored++;
            return;
        }

        if (raw.Span.Contains((byte)'\r') || raw.Span[0] is 0xFF or 0xFE or 0)
        {
            Reject(line, offset, "the line holds control characters, expected text");
            return;
        }

        using var csv = CsvReader.Create(raw, Options);
        csv.Read();
        if (_columns is null)
        {
            _columns = Columns(csv);
            if (LeaseFormat.Unknown(_columns.Keys) is { } unknown)
            {
                rejected.Add(new RejectedRecord(file.Path, line, offset, unknown));

                // Without the column that narrows a row to some ports, a row claims all of them.
                if (_columns.Keys.Any(LeaseFormat.MayBePorts))
                    Lose(null, line);
            }
            else
                Ignored++;
        }
        else if (ReadRow(csv, new RecordOrigin(file.Path, line, 0, offset, RecordHash.Of(raw.Span))) is { } reason)
            Reject(line, offset, reason, AddressOf(csv));
    }

    private static Dictionary<string, int> Columns(CsvReader header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.FieldCount; i++)
            columns.TryAdd(header.GetString(i).Trim(), i);
        return columns;
    }

    private string? ReadRow(CsvReader csv, RecordOrigin origin)
    {
        if (!isUsable)
            return $"the header lacks {string.Join(", ", LeaseFormat.RequiredColumns.Where(c => !_columns!.ContainsKey(c)))}";
        if (csv.FieldCount > _columns!.Count)
            return $"the row has {csv.FieldCount} columns, expected {_columns.Count} as in the header";
        if (!AddressPrefix.TryParse(Text(csv, "address"), out var address))
            return Unexpected(csv, "address", "an address or a CIDR block such as 10.8.0.0/16");
        if (!TryReadKind(Text(csv, "owner_kind"), out var kind))
            return Unexpected(csv, "owner_kind", "sandbox, host, nat or service");
        if (Text(csv, "owner_id").Length == 0)
            return Unexpected(csv, "owner_id", "a name");
        if (!TryReadTime(Text(csv, "from"), out var from))
            return Unexpected(csv, "from", "a time such as 2026-01-15T04:00:00Z");
        var to = Instant.MaxValue;
        if (Text(csv, "to").Length > 0 && !TryReadTime(Text(csv, "to"), out to))
            return Unexpected(csv, "to", "a time such as 2026-01-15T04:00:00Z, or nothing for an open lease");
        if (to <= from)
            return Unexpected(csv, "to", $"a time after from, {Excerpt.Of(Text(csv, "from"))}");
        if (!TryReadPort(csv, "port_from", 0, out var portFrom))
            return Unexpected(csv, "port_from", "a port from 0 to 65535");
        if (!TryReadPort(csv, "port_to", ushort.MaxValue, out var portTo) || portTo < portFrom)
            return Unexpected(csv, "port_to", "a port from port_from to 65535");
        _leases.Add(new AddressLease(
            address, kind, Text(csv, "owner_id"), Text(csv, "host"), Text(csv, "network"), from, to, portFrom, portTo, IsInventory: true,
            origin));
        return null;
    }

    private string Text(CsvReader csv, string column) =>
        _columns!.TryGetValue(column, out var index) && index < csv.FieldCount ? csv.GetString(index).Trim() : "";

    private string Unexpected(CsvReader csv, string column, string expectation) =>
        Excerpt.Unexpected(column, System.Text.Encoding.UTF8.GetBytes(Text(csv, column)), expectation);

    private static bool TryReadKind(string text, out OwnerKind kind)
    {
        kind = default;
        return text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out kind);
    }

    // Half open times of a lease decide who is accused: a stamp without an offset is refused, not guessed.
    private static bool TryReadTime(string text, out Instant time) =>
        LocalStamp.TryParse(text, DateTimeZone.Utc, out time, out var isNaive, out _) && !isNaive;

    private bool TryReadPort(CsvReader csv, string column, int absent, out int port)
    {
        var text = Text(csv, column);
        port = absent;
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue);
    }

    /// <summary>
    /// What a rejected row is about, if that much is certain: in a row of another length any text may be anything. A block whose length
    /// cannot be read may be as wide as a cluster's range of addresses.
    /// </summary>
    private AddressPrefix? AddressOf(CsvReader csv)
    {
        if (csv.FieldCount != _columns!.Count)
            return null;
        var text = Text(csv, "address");
        if (AddressPrefix.TryParse(text, out var address))
            return address;
        return text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
            && HostAddress.TryParse(text.AsSpan(0, slash), out var network)
            && AddressPrefix.TryParse($"{network}/{(network.IsIPv4 ? WidestV4 : WidestV6)}", out var block)
            ? block : null;
    }

    private void Reject(long line, long offset, string reason, AddressPrefix? address = null)
    {
        rejected.Add(new RejectedRecord(file.Path, line, offset, reason));
        Lose(address, line);
    }

    private void Lose(AddressPrefix? address, long line)
    {
        var lost = new LostLease(address, string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{line}"));
        if (address is { } known && _lost.Count < MostLost)
            _lost.TryAdd(known, lost);
        else
            _lostOfAny ??= lost with { Address = null };
    }
}
