// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>What the shipped pack costs the flow path, reading included, where one record in 10,000 matches.</summary>
internal static class PackTable
{
    private const int Records = 500_000;
    private const int OneIn = 10_000;

    public static void Print(int runs)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Log());
        var none = SigmaRules.Compile([], new SigmaOptions { UseShippedRules = false }).Detector;
        var pack = SigmaRules.Load([], SigmaOptions.Default).Detector;
        Trials.Print(
            $"Flows of AWS, reading included: the pack of {pack.Rules.Count} rules", "time / without rules", runs,
            [new Trial("no rules", Records, () => Read(path, none)), new Trial("the pack", Records, () => Read(path, pack))]);
        File.Delete(path);
    }

    private static string Read(string path, SigmaDetector detector)
    {
        var format = FlowFormats.Shipped.Find("aws-vpc-flow")!;
        var file = new InputFile(path, format.Name, LogSettings.Plain(format.Name));
        var parser = format.CreateParser(file, ReadOnlyMemory<byte>.Empty, null);
        var batch = new FlowBatch(file, parser);
        using var input = OpenedInput.Open(new CaseInput(path, path, new FileInfo(path).Length), isHashed: false);
        var reader = new LineBlockReader(input, format);
        var (records, found, matches) = (0L, 0L, new List<FlowMatch>());
        while (reader.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                matches.Clear();
                detector.Detect(batch, matches);
                records += batch.Count;
                found += matches.Select(m => m.Record).Distinct().Count();
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"records={records} matched={found}");
    }

    /// <summary>Names looked up inside and everyday traffic outwards, and now and then a mining port.</summary>
    private static byte[] Log()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        for (var i = 0; i < Records; i++)
        {
            var start = 1_767_225_600 + random.Next(86_400);
            var isName = random.Next(4) == 0;
            var (host, port) = isName ? ("10.20.0.2", 53) : ($"{random.Next(11, 200)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}", 443);
            if (i % OneIn == OneIn / 2)
                (host, port, isName) = ("198.51.100.7", 3333, false);
            text.Append(
                CultureInfo.InvariantCulture,
                $"2 111122223333 eni-{random.Next():x8}89abcdef1 10.20.{random.Next(8)}.{random.Next(2, 252)} {host} {random.Next(32_768, 61_000)} {port} {(isName ? 17 : 6)} {random.Next(1, 50)} {random.Next(60, 50_000)} {start} {start + random.Next(1, 60)} ACCEPT OK\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
