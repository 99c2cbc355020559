// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using CsCheck;
using FwCorrelate.Incidents;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Fuzzing;

/// <summary>
/// Blame cannot be moved. Two agents work in two sandboxes; one of them may write whatever it likes where it writes anyway: more spans of
/// its
/// own sandbox, with ids of its own calls, more commands, more connections of its own address.
/// </summary>
/// <remarks>
/// What all agents do to an endpoint tells how often it is contacted without a call, so one agent's additions may change how sure it is
/// that another's call opened that other's connection; never which calls are weighed for it.
/// </remarks>
[TestClass]
public sealed class BlameTests
{
    private const string Attacker = "10.9.0.11";
    private const string Other = "10.9.0.12";
    private static readonly Instant Zero = Instant.FromUtc(2026, 1, 20, 5, 0);
    private static readonly string[] Hosts = ["203.0.113.7", "203.0.113.8", "198.51.100.9"];

    private static readonly string[] Commands =
    [
        "ssh -fN -R 2222:localhost:22 dev@203.0.113.7", "ssh dev@203.0.113.8", "scp a dev@198.51.100.9:/b", "true", "python x.py",
        "nohup ./run.sh 203.0.113.7:22 &", "sleep 100", "cat > go.sh <<'EOF'\nssh a@203.0.113.8\nEOF", "bash go.sh",
        "for i in 1 2 3; do nc 203.0.113.7 22; done", "echo 10.9.0.12 sb2", "",
    ];

    private static readonly string Rules = WriteRules();

    private static Gen<Call> Calls(int firstId) => Gen.Select(
        Gen.Int[firstId, firstId + 3], Gen.Int[0, 600], Gen.Int[0, 200], OneOf(Commands), (id, start, length, command) => new Call(id,
            start, length,
            command));

    private static readonly Gen<Flow> Flows = Gen.Select(
        Gen.Int[0, 900], Gen.Int[0, 60], OneOf(Hosts), (start, length, host) => new Flow(start, length, host));

    private static readonly Gen<(Call[] Own, Call[] Others, Flow[] OwnFlows, Flow[] OtherFlows)> Base =
        Gen.Select(Calls(1).Array[1, 4], Calls(1).Array[1, 4], Flows.Array[1, 5], Flows.Array[1, 5]);

    private static readonly Gen<(Call[] Spans, Flow[] Flows)> Additions = Gen.Select(Calls(5).Array[0, 5], Flows.Array[0, 6]);

    private sealed record Call(int Id, int Start, int Length, string Command);

    private sealed record Flow(int Start, int Length, string Host);

    [TestMethod]
    public void Additions_OfOneAgent_NeverNameTheCallOfAnother() =>
        Gen.Select(Base, Additions).Sample(
            (given, added) =>
            {
                using var plain = new Case(given.Own, given.Others, given.OwnFlows, given.OtherFlows);
                using var attacked = new Case(given.Own, given.Others, given.OwnFlows, given.OtherFlows).Add(added.Spans, added.Flows);
                var (before, after) = (plain.Investigate(), attacked.Investigate());
                var namedBefore = before.Attributions.Where(a => a.Attribution.Call is not null).ToDictionary(a => a.Origin.Sha256, a =>
                    a.Attribution.Call!);
                foreach (var record in after.Attributions)
                {
                    if (record.Attribution.Call is not { } call)
                        continue;
                    var isOthers = call.SandboxId == "sb2";
                    Assert.IsFalse(isOthers && record.Record.Record.Source.ToString() == Attacker,
                        $"{record.Origin}: what the attacker did is laid on {call.SpanId} of another sandbox.");
                    Assert.IsFalse(
                        isOthers && namedBefore.TryGetValue(record.Origin.Sha256, out var earlier) && earlier.SpanId != call.SpanId,
                        $"{record.Origin}: another call of another sandbox, {call.SpanId}, is named because of what the attacker added.");
                }

                return true;
            },
            iter: Iterations);

    [TestMethod]
    public void Additions_OfAnAgent_NeverTurnItsOwnCallIntoBackground() =>
        Gen.Select(Base, Additions).Sample(
            (given, added) =>
            {
                using var plain = new Case(given.Own, given.Others, given.OwnFlows, given.OtherFlows);
                using var attacked = new Case(given.Own, given.Others, given.OwnFlows, given.OtherFlows).Add(added.Spans, added.Flows);
                var named = plain.Investigate().Attributions.Where(a => a.Attribution.Call?.SandboxId == "sb1").Select(a => a.Origin.Sha256)
                    .ToHashSet();
                foreach (var incident in attacked.Investigate().Incidents.Where(i => i.Verdict == Verdict.Background))
                    Assert.IsFalse(incident.Records.Any(r => named.Contains(r.Origin.Sha256)),
                        $"{incident.Id}: a call was named before, and now it is background.");
                return true;
            },
            iter: Iterations);

    private static long Iterations =>
        long.TryParse(Environment.GetEnvironmentVariable("FWC_FUZZ_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : 100;

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string WriteRules()
    {
        var folder = new ScratchFolder();
        folder.With("ssh.yml",
            "title: SSH\nid: ssh\nlogsource: {product: fwcorrelate, service: flow}\ndetection: {s: {dst_port: 22}, condition: s}\nlevel: medium\n"u8);
        return folder.Path;
    }

    /// <summary>A case in a folder that goes away.</summary>
    private sealed class Case : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-blame-").FullName;

        public Case(Call[] own, Call[] others, Flow[] ownFlows, Flow[] otherFlows)
        {
            Write("leases/l.csv",
                $"address,owner_kind,owner_id,host,from,to\n{Attacker},sandbox,sb1,n,2026-01-01T00:00:00Z,\n{Other},sandbox,sb2,n,2026-01-01T00:00:00Z,\n");
            Write("timeline/a.jsonl", string.Concat(own.Select(c => Span(c, "sb1", "aaaa"))));
            Write("timeline/b.jsonl", string.Concat(others.Select(c => Span(c, "sb2", "bbbb"))));
            Write("logs/vpc.log",
                "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
                + string.Concat(ownFlows.Select((f, i) => Line(f, Attacker, i))) + string.Concat(otherFlows.Select((f, i) => Line(f, Other,
                    i))));
        }

        public Case Add(Call[] spans, Flow[] flows)
        {
            Write("timeline/added.jsonl", string.Concat(spans.Select(c => Span(c, "sb1", "aaaa"))));
            File.AppendAllText(Path.Combine(_folder, "logs", "vpc.log"), string.Concat(flows.Select((f, i) => Line(f, Attacker,
                1000 + i))));
            return this;
        }

        public InvestigationResult Investigate() => Investigation.Run(new InvestigationOptions
        {
            CasePath = _folder,
            NoDefaultRules = true,
            Rules = [Rules],
            Threads = 1
        });

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.WriteAllText(Path.Combine(_folder, name), text);
        }

        private static string Line(Flow flow, string source, int index)
        {
            var start = Zero.ToUnixTimeSeconds() + flow.Start;
            return string.Create(CultureInfo.InvariantCulture,
                $"2 1 eni-{source[^1]} {source} {flow.Host} {40000 + index} 22 6 5 500 {start} {start + flow.Length} ACCEPT OK\n");
        }

        private static string Span(Call call, string sandbox, string trace)
        {
            var (start, end) = (Zero + Duration.FromSeconds(call.Start), Zero + Duration.FromSeconds(call.Start + call.Length));
            var id = string.Create(CultureInfo.InvariantCulture, $"{trace}00000000000{call.Id}");
            var span = new
            {
                traceId = trace + "7651916cd43dd8448eb211c80000",
                spanId = id,
                name = "execute_tool bash",
                startTimeUnixNano = Nanoseconds(start),
                endTimeUnixNano = Nanoseconds(end),
                attributes = new[] { Attribute("gen_ai.tool.call.arguments", JsonSerializer.Serialize(new { command = call.Command })) },
            };
            var resource = new { attributes = new[] { Attribute("sandbox.id", sandbox) } };
            return JsonSerializer.Serialize(new
            {
                resourceSpans = new[] { new { resource,
                scopeSpans = new[] { new { spans = new[] { span } } } } }
            }) + "\n";
        }

        private static object Attribute(string key, string text) => new { key, value = new { stringValue = text } };

        private static string Nanoseconds(Instant time) => time.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture) + "00";
    }
}
