// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>Valid input with bytes changed, removed, repeated and put in: what hostile and damaged files look like.</summary>
internal static class Mutations
{
    private static readonly Gen<byte> Bytes = Gen.OneOf(
        Gen.Byte, Gen.OneOf((byte)'\n', (byte)'\r', (byte)' ', (byte)'"', (byte)'{', (byte)'}', (byte)'[', (byte)'\\', (byte)'-', (byte)'9', (byte)0, (byte)0xFF));

    /// <summary>Mutated inputs per reader; a million are run with <c>FWC_MUTATIONS=1000000</c>.</summary>
    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("FWC_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 2000;

    /// <summary>Reads many mutations of a text: none throws, none takes long, none leaves memory behind.</summary>
    public static void Check(string text, Action<byte[]> read)
    {
        Of(text).Sample(
            mutated =>
            {
                var watch = Stopwatch.StartNew();
                read(mutated);
                Assert.IsLessThan(TimeSpan.FromSeconds(10), watch.Elapsed);
            },
            iter: Count);
        Assert.IsLessThan(256L << 20, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>The same of a log of one record a line: each line ends as a record, rejected or ignored.</summary>
    /// <param name="end">See <see cref="LogSettings.LogEnd"/>.</param>
    public static void CheckLines(string text, string format, YearMonth? end = null) => Check(text, mutated =>
    {
        var reading = Reading.Flows(mutated, force: format, end: end);
        Assert.AreEqual(LineCount(mutated), reading.Records.Count + reading.Rejected.Count + reading.Ignored);
        foreach (var raw in reading.Raw)
            _ = reading.Parser.Fields(Encoding.UTF8.GetBytes(raw)).Count();
    });

    private static Gen<byte[]> Of(string text) =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 100_000], Gen.Int[0, 40], Bytes).Array[1, 6].Select(changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(text).ToList();
            foreach (var (kind, position, length, value) in changes)
            {
                var at = position % (bytes.Count + 1);
                var count = Math.Min(length, bytes.Count - at);
                if (kind == 0 && at < bytes.Count)
                    bytes[at] = value;
                else if (kind == 1)
                    bytes.Insert(at, value);
                else if (kind == 2)
                    bytes.RemoveRange(at, count);
                else
                    bytes.InsertRange(at, bytes.GetRange(at, count));
            }

            // A container's magic number makes another kind of file, and so does a bracket before records that stand on lines: they have
            // tests of their own.
            byte[] mutated = [.. bytes];
            return mutated is [0x1F or 0x28 or 0x50 or 0x42 or 0xFD or 4 or 0xFF or 0xFE, ..] or [] || RecordList.IsIn(mutated)
                ? Encoding.UTF8.GetBytes(text) : mutated;
        });

    /// <summary>Lines as a ledger counts them: the last needs no terminator.</summary>
    public static int LineCount(byte[] bytes) => bytes.Count(b => b == '\n') + (bytes is [.., not (byte)'\n'] ? 1 : 0);
}
