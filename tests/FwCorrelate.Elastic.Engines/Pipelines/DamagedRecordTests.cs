// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>What the reader refuses, the pipeline refuses, and nothing else.</summary>
[TestClass]
public sealed class DamagedRecordTests
{
    private const int Records = 2000;
    private const string Default = "2 123456789012 eni-0a1b2c3d 10.0.1.5 203.0.113.77 51022 22 6 288 19224 1768417381 1768417440 ACCEPT OK";
    private const string LongHeader =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id instance-id tcp-flags pkt-srcaddr pkt-dstaddr "
        + "region flow-direction ecs-task-id icmp-type icmp_code reject-reason";

    private const string Long =
        "5 123456789012 eni-0a1b2c3d 10.0.1.5 203.0.113.77 51022 22 6 288 19224 1768417381 1768417440 ACCEPT OK vpc-1 i-1 2 10.8.3.21 203.0.113.77 eu-central-1 egress t-1 8 0 -";

    [TestMethod]
    public async Task AwsDefaultColumns_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", null, ' ',
        Default, Default.Replace("10.0.1.5", "2001:db8::5", StringComparison.Ordinal).Replace("203.0.113.77", "2001:db8::1:0:0:5", StringComparison.Ordinal),
        "2 123456789012 eni-0a1b2c3d - - - - - - - 1768417381 1768417440 - NODATA", "2026-02-10T09:00:00.000Z " + Default);

    [TestMethod]
    public async Task AwsNamedColumns_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", LongHeader, ' ', Long, Long.Replace(" 6 288", " 1 288", StringComparison.Ordinal));

    [TestMethod]
    public async Task AwsEnvelopes_Damaged_AreRefusedAsTheReaderRefuses() => await CheckAsync(
        "fwcorrelate-aws-vpc-flow", "aws-vpc-flow", null, ',',
        $$"""{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{"id":"e1","timestamp":1418530010000,"message":"{{Default}}"}]}""",
        $$"""{"message":"{\"message\":\"{{Default}}\\n\",\"n\":1}"}""");

    private static async Task CheckAsync(string pipeline, string format, string? header, char separator, params string[] records)
    {
        using var site = await PipelineSite.OpenAsync();
        var differences = new List<string>();
        await DamagedRecords.Of(records, separator).Array[Records].SampleAsync(
            async damaged =>
            {
                var lines = damaged.Distinct(StringComparer.Ordinal).Where(d => IsOneOfItsKind(d, header)).SelectMany(d => Read(d, format, header)).ToList();
                differences = await PipelineComparison.DifferencesAsync(site, pipeline, lines);
                Assert.IsEmpty(differences, string.Join('\n', differences.Take(20)));
            },
            iter: 1, threads: 1);
    }

    // Below a header line the reader expects no envelope and no stamp; a pipeline sees no other line, and looks at each for them.
    private static bool IsOneOfItsKind(string record, string? header) =>
        !record.Contains('\n', StringComparison.Ordinal) && (header is null || record is not ['{' or '[' or ' ' or '\t', ..] and not [_, _, _, _, '-', _, _, '-', ..]);

    // Each in a file of its own, since a file's first record says what its others are.
    private static IEnumerable<ReadLine> Read(string record, string format, string? header)
    {
        var file = header is null ? record : header + "\n" + record;
        return ReadRecords.OfText(Encoding.UTF8.GetBytes(file), format).Where(l => l.Line == (header is null ? 1 : 2));
    }
}
