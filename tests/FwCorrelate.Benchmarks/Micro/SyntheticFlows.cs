// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Benchmarks.Micro;

/// <summary>A block of plausible AWS records, the same in every run.</summary>
internal static class SyntheticFlows
{
    public const int Count = 4_096;

    public static byte[] Text()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            var start = 1_767_225_600 + random.Next(86_400);
            text.Append(
                CultureInfo.InvariantCulture,
                $"2 111122223333 eni-{random.Next():x8}89abcdef1 10.20.{random.Next(8)}.{random.Next(2, 252)} {random.Next(11, 200)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)} {random.Next(32_768, 61_000)} {(random.Next(4) == 0 ? 53 : 443)} {(random.Next(4) == 0 ? 17 : 6)} {random.Next(1, 500)} {random.Next(60, 500_000)} {start} {start + random.Next(1, 60)} {(random.Next(50) == 0 ? "REJECT" : "ACCEPT")} OK\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Parser and filled batch over <see cref="Text"/>, which is given to the parser through a file.</summary>
    public static (IFlowParser Parser, LineBlock Block, FlowBatch Batch) Parsed()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Text());
        var format = FlowFormats.Shipped.Find("aws-vpc-flow")!;
        var file = new InputFile(path, format.Name, LogSettings.Plain(format.Name));
        var parser = format.CreateParser(file, ReadOnlyMemory<byte>.Empty, null);
        var batch = new FlowBatch(file, parser);
        using var input = OpenedInput.Open(new CaseInput(path, path, new FileInfo(path).Length));
        var block = new LineBlockReader(input, format).Read()!;
        parser.Parse(block, batch);
        File.Delete(path);
        return (parser, block, batch);
    }
}
