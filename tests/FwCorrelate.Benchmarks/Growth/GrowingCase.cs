// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Benchmarks.Growth;

/// <summary>A case that has very much of one thing, which other work must not grow faster than.</summary>
/// <param name="Count">How many of it the larger of two cases has; the smaller has a tenth.</param>
/// <param name="Write">Writes so many of it.</param>
internal sealed record GrowingCase(string Name, string What, int Count, Action<CaseWriter, int> Write)
{
    private const string Actor = "10.20.0.2";
    private const int MiningPort = 3333;
    private const int Day = 86_400;

    public static IReadOnlyList<GrowingCase> All { get; } =
    [
        new("tuple", "records of one 5-tuple", 2_000_000, (writer, count) =>
        {
            writer.Lease(Actor, "one", 0, Day);
            for (var i = 0; i < count; i++)
                writer.Flow(Actor, "203.0.113.7", 40_000, MiningPort, (int)((long)i * Day / count), 1);
        }),
        new("endpoints", "matched endpoints of one sandbox", 1_000_000, (writer, count) =>
        {
            writer.Lease(Actor, "one", 0, Day);
            for (var i = 0; i < count; i++)
                writer.Flow(Actor, Outside(i), 32_768 + (i % 30_000), MiningPort, (int)((long)i * Day / count), 1);
        }),
        new("calls", "calls at once in one sandbox, 200 connections", 200_000, (writer, count) =>
        {
            writer.Lease(Actor, "one", 0, Day);
            for (var i = 0; i < count; i++)
                writer.Call("one", i, 1_000_000L + ((long)i * 7_200_000 / count), 3_600_000);
            for (var i = 0; i < 200; i++)
                writer.Flow(Actor, Outside(i), 40_000 + i, MiningPort, 4_600 + (i * 18), 1);
        }),
        new("leases", "leases of one address, 1,000 connections", 50_000, (writer, count) =>
        {
            for (var i = 0; i < count; i++)
                writer.Lease(Actor, string.Create(CultureInfo.InvariantCulture, $"s{i}"), (double)i * Day / count, (i + 1.0) * Day / count);
            for (var i = 0; i < 1_000; i++)
                writer.Flow(Actor, Outside(i % 20), 40_000 + i, MiningPort, i * 86, 1);
        }),
    ];

    private static string Outside(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{60 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}.9");
}
