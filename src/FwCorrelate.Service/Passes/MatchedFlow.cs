// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// A record that matched in the first pass. Its raw text is kept apart, since results need it once and in their own order.
/// </summary>
internal readonly struct MatchedFlow
{
    public required FlowRecord Record { get; init; }

    public required RecordHash Hash { get; init; }

    public required LogFile File { get; init; }

    public required IRecordLayout Layout { get; init; }

    /// <summary>Indexes in <see cref="IDetector.Rules"/>; one list for all records of a worker that match the same.</summary>
    public required int[] Rules { get; init; }

    public required ConnectionContext Context { get; init; }

    public required RecordText Text { get; init; }

    /// <summary>The same under a list of equal rules.</summary>
    public MatchedFlow With(int[] rules) => new()
    {
        Record = Record,
        Hash = Hash,
        File = File,
        Layout = Layout,
        Rules = rules,
        Context = Context,
        Text = Text,
    };

    /// <summary>The record with its text, read anew.</summary>
    public RecordReference Read() => FlowBatch.Of(File.File, Layout, Record, Text.Read());
}

/// <summary>Where the raw text of a record was laid aside.</summary>
internal readonly record struct RecordText(SpillFile Spill, long Position, int Length)
{
    public static RecordText LayAside(SpillFile spill, ReadOnlySpan<byte> text) => new(spill, spill.Append(text), text.Length);

    public byte[] Read()
    {
        var text = new byte[Length];
        Spill.Read(Position, text);
        return text;
    }
}
