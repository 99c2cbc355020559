// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using DuckDB.NET.Data;
using FwCorrelate.Benchmarks.Job;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Network;

namespace FwCorrelate.Benchmarks.Readers;

/// <summary>Readers of the same flow log, one thread each. All that convert sum the same columns.</summary>
internal static class ReaderContenders
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ' ',
        Mode = CsvMode.NoEscape,
        BufferSize = 256 * 1024,
        Encoding = Encoding.UTF8,
    };

    public static IReadOnlyList<string> Names { get; } = ["product", "product-hashing", "csvhelper-read", "csvhelper-parse", "duckdb", "gzip-drain"];

    public static string Run(string name, string flows) => name switch
    {
        "product" => Product(flows, isHashed: false),
        "product-hashing" => Product(flows, isHashed: true),
        "csvhelper-read" => CsvHelperRead(flows),
        "csvhelper-parse" => CsvHelperParse(flows),
        "duckdb" => DuckDb(flows),
        "gzip-drain" => Drain(flows),
        _ => throw new ArgumentException($"'{name}' is no reader: {string.Join(", ", Names)}."),
    };

    private static string Product(string flows, bool isHashed)
    {
        var format = FlowFormats.Shipped.Find("aws-vpc-flow")!;
        var file = new InputFile(flows, format.Name, LogSettings.Plain(format.Name));
        var parser = format.CreateParser(file, ReadOnlyMemory<byte>.Empty, null);
        var batch = new FlowBatch(file, parser);
        using var input = OpenedInput.Open(new CaseInput(flows, flows, new FileInfo(flows).Length), isHashed: isHashed);
        var reader = new LineBlockReader(input, format);
        var sums = default(Sums);
        while (reader.Read() is { } block)
        {
            using (block)
                parser.Parse(block, batch);
            foreach (ref readonly var record in batch.Records)
            {
                if (record.HasAddresses)
                    sums.Add(record.Bytes, record.Packets, record.DestinationPort, record.SourcePort, record.End.ToUnixTimeSeconds() - record.Start.ToUnixTimeSeconds());
            }
        }

        return sums.ToString();
    }

    private static string CsvHelperRead(string flows)
    {
        using var csv = CsvReader.FromFile(flows, Options);
        long records = 0;
        while (csv.Read())
            records++;
        return string.Create(CultureInfo.InvariantCulture, $"records={records}");
    }

    /// <summary>
    /// All 14 fields, as the product reads them: numbers by <c>Parse&lt;T&gt;</c>, addresses by the product's parser, since CsvHelper has
    /// none that makes no object.
    /// </summary>
    private static string CsvHelperParse(string flows)
    {
        using var csv = CsvReader.FromFile(flows, Options);
        var sums = default(Sums);
        while (csv.Read())
        {
            var hasAddresses = HostAddress.TryParse(csv.GetSpan(3), out _) & HostAddress.TryParse(csv.GetSpan(4), out _);
            var seconds = csv.Parse<long>(11) - csv.Parse<long>(10);
            if (csv.Parse<int>(0) != 2 || csv.GetSpan(1).IsEmpty || csv.GetSpan(2).IsEmpty || seconds < 0)
                throw new InvalidDataException("The log holds what this job does not.");
            if (!hasAddresses)
                continue;
            sums.Add(csv.Parse<long>(9), csv.Parse<long>(8), csv.Parse<int>(6), csv.Parse<int>(5), seconds);
            if (csv.Parse<int>(7) > 255
                || !(csv.GetSpan(12).SequenceEqual("ACCEPT"u8) || csv.GetSpan(12).SequenceEqual("REJECT"u8))
                || !csv.GetSpan(13).SequenceEqual("OK"u8))
                throw new InvalidDataException("The log holds what this job does not.");
        }

        return sums.ToString();
    }

    private static string DuckDb(string flows)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:;threads=1");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT 'flows=' || count(srcaddr) || ' bytes=' || sum(bytes)::VARCHAR || ' packets=' || sum(packets)::VARCHAR || ' ports=' ||
              (sum(dstport) + sum(srcport))::VARCHAR || ' seconds=' || sum(CASE WHEN srcaddr IS NOT NULL THEN "end"-start END)::VARCHAR || rtrim(left(max(action), 0))
            FROM {DuckDbJob.ReadCsv(flows)}
            """;
        return (string)command.ExecuteScalar()!;
    }

    private static string Drain(string flows)
    {
        using var gzip = new GZipStream(new FileStream(flows, FileMode.Open, FileAccess.Read, FileShare.Read, 1), CompressionMode.Decompress);
        var buffer = new byte[256 * 1024];
        long total = 0;
        for (int read; (read = gzip.Read(buffer)) > 0;)
            total += read;
        return string.Create(CultureInfo.InvariantCulture, $"text={total}");
    }

    private struct Sums
    {
        private long _flows;
        private long _bytes;
        private long _packets;
        private long _ports;
        private long _seconds;

        public void Add(long bytes, long packets, int destinationPort, int sourcePort, long seconds)
        {
            _flows++;
            _bytes += bytes;
            _packets += packets;
            _ports += destinationPort + sourcePort;
            _seconds += seconds;
        }

        public override readonly string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"flows={_flows} bytes={_bytes} packets={_packets} ports={_ports} seconds={_seconds}");
    }
}
