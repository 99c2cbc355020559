// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>
/// A case of a few records in a temporary folder: one sandbox at 10.9.0.11, its calls, and a VPC flow log with a record every ten seconds
/// for twenty minutes, so that silence before a connection is proof. Seconds are counted from its start.
/// </summary>
internal sealed class TinyCase : IDisposable
{
    public const string Address = "10.9.0.11";
    public const string Stranger = "203.0.113.7";
    public const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
    public static readonly Instant Zero = Instant.FromUtc(2026, 1, 20, 5, 0);

    public TinyCase()
    {
        Folder = Directory.CreateTempSubdirectory("fwcorrelate-tiny-").FullName;
        Write("leases/leases.csv", $"address,owner_kind,owner_id,host,from,to\n{Address},sandbox,sb1,node-1,2026-01-01T00:00:00Z,\n");
        Write("logs/vpc.log", Header + "\n" + string.Concat(Enumerable.Range(0, 120).Select(i => Flow(10 * i, "198.51.100.9", 443, 40000 + i))));
        Write("case.yml", "slack: {aws-vpc-flow: 1s}\n");
    }

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "case");

    /// <summary>Where a run may write its results, beside the case.</summary>
    public string Out => System.IO.Path.Combine(Folder, "out");

    public static string Flow(int start, string destination, int port, int sourcePort, int length = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $"2 1 eni-1 {Address} {destination} {sourcePort} {port} 6 5 500 {Unix(start)} {Unix(start + length)} ACCEPT OK\n");

    /// <summary>An export request of one span, a call of a shell.</summary>
    public static string Call(int number, double start, double end, string command, string sandbox = "sb1") => $$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"sandbox.id","value":{"stringValue":{{{Json(sandbox)}}}}}]},"scopeSpans":[{"spans":[{
        "traceId":"0af7651916cd43dd8448eb211c8{{{number:x5}}}","spanId":"b7ad6b71692{{{number:x5}}}","name":"execute_tool bash",
        "startTimeUnixNano":"{{{Nanoseconds(start)}}}","endTimeUnixNano":"{{{Nanoseconds(end)}}}","attributes":[
        {"key":"gen_ai.tool.name","value":{"stringValue":"bash"}},{"key":"gen_ai.tool.call.id","value":{"stringValue":"call_{{{number}}}"}},
        {"key":"gen_ai.tool.call.arguments","value":{"stringValue":{{{Json(JsonSerializer.Serialize(new { command }))}}}}}]}]}]}]}
        """.ReplaceLineEndings("") + "\n";

    public TinyCase Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public TinyCase Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return this;
    }

    public TinyCase Append(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.AppendAllText(path, text);
        return this;
    }

    public ProgramRun Investigate(params string[] more) =>
        ProgramRun.Of(["investigate", Path, .. more.Contains("--format") ? [] : (string[])["--format", "jsonl"], .. more]);

    /// <summary>What was said of each matched record, in the order of the file.</summary>
    public List<JsonElement> Attributions()
    {
        var run = Investigate("--out", Out, "--force");
        Assert.IsTrue(File.Exists(System.IO.Path.Combine(Out, "attributions.jsonl")), run.Error);
        return [.. File.ReadLines(System.IO.Path.Combine(Out, "attributions.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("fwcorrelate"))];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static long Unix(int seconds) => Zero.ToUnixTimeSeconds() + seconds;

    private static string Nanoseconds(double seconds) => (Zero + Duration.FromSeconds(seconds)).ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture) + "00";

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
