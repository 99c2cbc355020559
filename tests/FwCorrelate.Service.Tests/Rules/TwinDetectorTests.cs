// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Examples;

namespace FwCorrelate.Service.Tests.Rules;

[TestClass]
public sealed class TwinDetectorTests
{
    [TestMethod]
    public void Detect_OfTwoSets_IsWhatEachSays_ByRecordThenRule()
    {
        var (first, second) = (Detector("a", 22, 80), Detector("b", 22, 443));
        var twin = new TwinDetector(first, second);
        var batch = Batch(80, 22, 443, 9);
        var matches = new List<FlowMatch>();

        twin.Detect(batch, matches);

        Assert.AreEqual("0:a-80 1:a-22 1:b-22 2:b-443", string.Join(' ', matches.Select(m => $"{m.Record}:{twin.Rules[m.Rule].Id}")));
        Assert.AreSame(first.Rules[0], twin.Rules[0]);
        Assert.AreSame(second.Rules[0], twin.Rules[first.Rules.Count]);
    }

    [TestMethod]
    public void Confirms_AsksTheSetThatTheRuleIsOf()
    {
        var twin = new TwinDetector(Detector("a", 22), Load("title: c\nid: c\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  sel: {dst_port: 22, sandbox.id: sb-1}\n  condition: sel\n"));
        var record = new RecordReference(Batch(22), 0);
        var attribution = new Attribution { Kind = AttributionKind.Sandbox, Rung = Rung.B, Sandboxes = ["sb-2"] };

        Assert.IsTrue(twin.Confirms(0, record, attribution));
        Assert.IsFalse(twin.Confirms(1, record, attribution));
        Assert.IsTrue(twin.Confirms(1, record, attribution with { Sandboxes = ["sb-1"] }));
    }

    private static SigmaDetector Detector(string name, params int[] ports) => Load(string.Join("---\n", ports.Select(p =>
        $"title: {name}-{p}\nid: {name}-{p}\nlogsource: {{product: fwcorrelate, service: flow}}\ndetection:\n  sel: {{dst_port: {p}}}\n  condition: sel\n")));

    private static SigmaDetector Load(string text)
    {
        var loaded = SigmaRules.Compile([new RuleFile("r.yml", "r.yml", Encoding.UTF8.GetBytes(text))], new SigmaOptions { UseShippedRules = false });
        Assert.IsEmpty(loaded.Errors, string.Join('\n', loaded.Errors));
        return loaded.Detector;
    }

    private static FlowBatch Batch(params int[] ports)
    {
        var (template, _) = ExampleRecord.Of(EventFile.Read("e.yml", "{src_ip: 10.0.0.5, src_port: 40000, dst_ip: 198.51.100.7, dst_port: 1, protocol: tcp}"u8).Events[0]);
        var batch = new FlowBatch(template!.Record.Batch.File, template.Record.Batch.Layout);
        batch.Reset("{}"u8.ToArray());
        foreach (var port in ports)
        {
            ref var record = ref batch.Add(0, 2);
            record = template.Record.Record with { DestinationPort = (ushort)port, Protocol = TransportProtocol.Tcp };
        }

        return batch;
    }
}
