// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>Flow records with the tool call that each is attributed to; the image and the domain stand in the vendor's text.</summary>
internal sealed class JoinedRecords : IRecordLayout
{
    private static readonly int[] EverydayPorts = [443, 80, 53, 22, 3333];
    private readonly NetworkScope _networks = new([]);
    private readonly FlowBatch _batch;
    private readonly Attribution[] _attributions;

    public JoinedRecords(MixedRules words, int count)
    {
        _batch = new FlowBatch(new InputFile("joined", "joined", LogSettings.Plain("joined")), this);
        _attributions = new Attribution[count];
        var text = new StringBuilder();
        var starts = new List<int>();
        for (var i = 0; i < count; i++)
        {
            starts.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"/usr/bin/{words.Word()}\t{words.Word()}.{words.Word()}.com");
        }

        _batch.Reset(Encoding.ASCII.GetBytes(text.ToString()));
        for (var i = 0; i < count; i++)
        {
            _batch.Add(starts[i], (i + 1 < count ? starts[i + 1] : text.Length) - starts[i]) = Flow(words);
            _attributions[i] = new Attribution { Kind = AttributionKind.ToolCall, Rung = Rung.B, Call = Call(words), Confidence = 1 };
        }
    }

    public int Count => _attributions.Length;

    public LogFormat Format { get; } = new("joined") { Title = "joined records", WorstCaseSlack = Duration.Zero, SlackSource = "made up" };

    public FlowEvent this[int index] => new(_batch, index, _networks, _attributions[index]);

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        var tab = record.IndexOf((byte)'\t');
        var field = column switch { "process.executable" => record[..tab], "destination.domain" => record[(tab + 1)..], _ => default };
        value = field.IsEmpty ? "" : Encoding.ASCII.GetString(field);
        return value.Length > 0;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) =>
        new[] { "process.executable", "destination.domain" }.Select(n => KeyValuePair.Create(n, TryGetField(record.Span, n, out var value) ? value : ""));

    private static FlowRecord Flow(MixedRules random)
    {
        var start = Instant64.FromInstant(Instant.FromUtc(2026, 1, 1, 0, 0));
        return new FlowRecord
        {
            Start = start,
            End = start,
            Source = HostAddress.FromIPv4(0x0A14_0000 + (uint)random.Number(0, 65_536)),
            Destination = HostAddress.FromIPv4(((uint)random.Number(11, 201) << 24) + (uint)random.Number(0, 1 << 24)),
            SourcePort = (ushort)random.Number(1_024, 65_536),
            DestinationPort = (ushort)(random.Number(0, 6) is var i && i < EverydayPorts.Length ? EverydayPorts[i] : random.Number(1, 65_536)),
            Protocol = TransportProtocol.Tcp,
            Action = random.Number(0, 10) < 9 ? FirewallAction.Allow : FirewallAction.Deny,
            Bytes = random.Number(0, 100_000),
            Packets = random.Number(1, 100),
        };
    }

    private static ToolCall Call(MixedRules words)
    {
        var time = new TimePoint(Instant.FromUtc(2026, 1, 1, 0, 0), Duration.Zero, TimeBasis.Clock);
        var command = new StringBuilder($"{words.Word()} --{words.Word()} {words.Word()} /data/{words.Word()}/{words.Word()}");
        while (command.Length < 100)
            command.Append(' ').Append(words.Word());
        return new ToolCall
        {
            TraceId = "t",
            SpanId = "s",
            CallId = "c",
            ToolName = "bash",
            Command = command.ToString(0, 100),
            Start = time,
            End = time,
            Origin = new RecordOrigin("calls", 1, 0, 0, ""),
        };
    }
}
