// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Benchmarks.Pushdown;

/// <summary>
/// A day of a busy account's flow logs as documents: 200 interfaces that talk with services inside and web servers outside, both directions
/// logged, and one record in 10,000 that goes to a mining pool, in bursts from five machines. The same for each count.
/// </summary>
internal static class PushdownDocuments
{
    /// <summary>One record in so many matches rules.</summary>
    public const int Rarity = 10_000;

    private const int Interfaces = 200;
    private const int BurstLength = 20;
    private const long FirstSecond = 1_770_681_600;
    private const int Day = 86_400;
    private const int Batch = 10_000;
    private static readonly int[] InternalPorts = [8080, 9100, 9090, 8443];

    /// <summary>Documents as the program writes them, one line each.</summary>
    public static IEnumerable<byte[]> Make(int count)
    {
        var file = new InputFile("logs/vpc.log", "aws-vpc-flow", LogSettings.Plain("aws-vpc-flow"));
        var format = FlowFormats.Shipped.Find("aws-vpc-flow")!;
        var path = Path.GetTempFileName();
        try
        {
            for (var first = 0; first < count; first += Batch)
            {
                var text = Lines(first, Math.Min(Batch, count - first), count);
                File.WriteAllBytes(path, text);
                foreach (var document in Documents(format, file, path, text))
                    yield return document;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static List<byte[]> Documents(IFlowFormat format, InputFile file, string path, byte[] text)
    {
        var documents = new List<byte[]>(Batch);
        var parser = format.CreateParser(file, text, null);
        var batch = new FlowBatch(file, parser);
        using var opened = OpenedInput.Open(new CaseInput(path, file.Path, text.Length));
        var lines = new LineBlockReader(opened, format);
        while (lines.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                for (var i = 0; i < batch.Count; i++)
                    documents.Add(Encoding.UTF8.GetBytes(FlowDocument.Of(new RecordReference(batch, i), withOriginal: true).ToString()));
            }
        }

        return documents;
    }

    private static byte[] Lines(int first, int count, int all)
    {
        var text = new StringBuilder(count * 100);
        for (var i = first; i < first + count; i++)
            AppendLine(text, i, all);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendLine(StringBuilder text, int i, int all)
    {
        var random = Mix(i);
        var host = (int)(random % Interfaces);
        var second = FirstSecond + ((long)i * Day / all);
        var isMatch = i / (Rarity * BurstLength) * (Rarity * BurstLength) + BurstLength > i && i % (Rarity * BurstLength) < BurstLength;
        if (isMatch)
            host = i / (Rarity * BurstLength) % 5;
        var own = $"10.40.{host / 100}.{10 + (host % 100)}";
        var (other, port) = isMatch ? ("203.0.113.77", 3333)
            : (random >> 8) % 4 == 0 ? ($"198.51.100.{(random >> 16) % 250}", 443)
            : ($"10.50.0.{(random >> 16) % 50}", InternalPorts[(random >> 24) % (ulong)InternalPorts.Length]);
        var ephemeral = 32_768 + (int)((random >> 32) % 28_000);
        var packets = 20 + ((random >> 40) % 400);
        var isReply = !isMatch && ((random >> 50) & 1) == 0;
        var (source, destination, sourcePort, destinationPort) = isReply ? (other, own, port, ephemeral) : (own, other, ephemeral, port);
        text.Append(CultureInfo.InvariantCulture,
            $"2 123456789012 eni-{host:x17} {source} {destination} {sourcePort} {destinationPort} 6 {packets} {packets * 300} {second} {second + 20} ACCEPT OK\n");
    }

    // SplitMix64: the same numbers everywhere.
    private static ulong Mix(int seed)
    {
        var z = ((ulong)seed + 1) * 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
