// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Scenarios;

/// <summary>
/// The same flow records delivered through CloudWatch instead of S3 name the same causes, and can be verified in their envelopes.
/// </summary>
[TestClass]
public sealed class EnvelopeEvidenceTests
{
    [TestMethod]
    public void Investigate_RecordsInEnvelopes_AreTheSameEvidence()
    {
        using var copy = CaseCopy.Of("aws");
        var expected = IncidentIds(ProgramRun.Of("investigate", copy.Path, "--format", "csv").Output);
        var header = "";
        foreach (var log in Directory.EnumerateFiles(Path.Combine(copy.Path, "logs", "vpc"), "*.log"))
        {
            var lines = File.ReadAllLines(log);
            header = header.Length > 0 ? header : lines[0];
            if (lines[0] != header)
                continue;
            File.WriteAllText(log, string.Join('\n', lines.Skip(1).Chunk(7).Select(Envelope)) + "\n");
        }

        var folder = copy.Path + ".out";
        try
        {
            var run = ProgramRun.Of("investigate", copy.Path, "--format", "csv", "--log-format", header, "--out", folder);
            Assert.AreEqual(0, run.Code, run.Error);
            CollectionAssert.AreEqual(expected, IncidentIds(run.Output));
            var verified = ProgramRun.Of("evidence", "verify", folder);
            Assert.AreEqual(0, verified.Code, verified.Error);

            Damage(copy.Path, folder);
            Assert.AreEqual(4, ProgramRun.Of("evidence", "verify", folder).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Damage(string casePath, string folder)
    {
        var first = File.ReadLines(Path.Combine(folder, "attributions.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("fwcorrelate").GetProperty("record"))
            .First(r => r.GetProperty("file").GetString()!.EndsWith(".log", StringComparison.Ordinal));
        var path = Path.Combine(casePath, first.GetProperty("file").GetString()!);
        var bytes = File.ReadAllBytes(path);
        bytes[first.GetProperty("offset").GetInt64()] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static string Envelope(string[] messages) =>
        "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":\"flows\",\"logStream\":\"eni-all\",\"logEvents\":["
        + string.Join(',', messages.Select((m, i) => $"{{\"id\":\"{i}\",\"timestamp\":0,\"message\":{JsonSerializer.Serialize(m)}}}")) + "]}";

    private static List<string> IncidentIds(string csv) => [.. csv.Split('\n').Where(l => l.StartsWith("INC-", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(',', StringComparison.Ordinal)]).Order(StringComparer.Ordinal)];
}
