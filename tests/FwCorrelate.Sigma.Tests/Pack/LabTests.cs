// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Tests.Pack;

/// <summary>The pack over a real run whose truth is known: what leaves a sandbox there, and the commands behind it.</summary>
[TestClass]
public sealed class LabTests
{
    /// <summary>A call that may be the cause: what rules about the agent want.</summary>
    private static readonly Attribution Attributed = Flows.Attribution(AttributionKind.Candidates);
    private static readonly SigmaDetector Pack = SigmaRules.Load([], SigmaOptions.Default).Detector;

    [TestMethod]
    public void Pack_OverBenignFlows_MatchesNothing()
    {
        var benign = Read("lab.truth.jsonl").Select(FieldsOf).Where(IsBenign).ToList();
        Assert.IsGreaterThan(400, benign.Count);
        Assert.AreEqual("", string.Join('\n', MatchesOf(benign)));
    }

    [TestMethod]
    public void Pack_OverHarmfulFlows_MatchesEachOne()
    {
        // Answers of a sandbox to an intruder's connection, and the two ports of a sweep that are ordinary web ports, are not judged.
        var harmful = Read("lab.truth.jsonl").Select(FieldsOf).Where(f => !IsBenign(f) && f["dst_ip"] != "192.0.2.200"
            && !(f["dst_ip"].StartsWith("10.77.", StringComparison.Ordinal) && f["dst_port"] is "443" or "8080")).ToList();
        Assert.IsGreaterThan(250, harmful.Count);
        foreach (var flow in harmful)
            Assert.IsNotEmpty(MatchesOf([flow]), string.Join(' ', flow.Select(p => p.Value)));
    }

    [TestMethod]
    public void Pack_OverCommands_MatchesWhatIsHarmful()
    {
        string[] harmful = ["xmrig", "-R ", "/dev/tcp/", "nohup nc "];
        var matched = new List<CallMatch>();
        var commands = Read("lab.calls.jsonl").Select(c => c.GetProperty("command").GetString()!).Distinct().ToList();
        Pack.Detect([.. commands.Select(c => Calls.Of(c))], matched);
        for (var i = 0; i < commands.Count; i++)
        {
            var expected = harmful.Any(h => commands[i].Contains(h, StringComparison.Ordinal));
            Assert.AreEqual(expected, matched.Exists(m => m.Call == i), commands[i]);
        }
    }

    private static IEnumerable<JsonElement> Read(string name) =>
        File.ReadLines(SharedCases.Path(name)).Select(l => JsonDocument.Parse(l).RootElement);

    private static Dictionary<string, string> FieldsOf(JsonElement line) => new()
    {
        ["src_ip"] = line.GetProperty("src").GetString()!,
        ["src_port"] = line.GetProperty("sport").GetInt32().ToString(CultureInfo.InvariantCulture),
        ["dst_ip"] = line.GetProperty("dst").GetString()!,
        ["dst_port"] = line.GetProperty("dport").GetInt32().ToString(CultureInfo.InvariantCulture),
        ["protocol"] = "tcp",
        ["action"] = line.GetProperty("action").GetString() == "ACCEPT" ? nameof(FirewallAction.Allow) : nameof(FirewallAction.Deny),
    };

    private static bool IsBenign(Dictionary<string, string> flow) =>
        (flow["dst_ip"], flow["dst_port"]) is ("203.0.113.10", _) or ("203.0.113.77", "8080") or ("10.77.9.10" or "10.77.9.11" or "10.77.9.12", "80");

    private static List<string> MatchesOf(List<Dictionary<string, string>> flows)
    {
        var matches = new List<FlowMatch>();
        var batch = Flows.Batch(flows);
        Pack.Detect(batch, matches);
        return [.. matches.Where(m => Pack.Rules[m.Rule].IsReported && Pack.Confirms(m.Rule, new RecordReference(batch, m.Record), Attributed)).Select(m => $"{Pack.Rules[m.Rule].Title}: {string.Join(' ', flows[m.Record].Values)}")];
    }
}
