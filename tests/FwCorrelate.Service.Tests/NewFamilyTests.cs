// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;
using FwCorrelate.Service.Tests.Seewall;

namespace FwCorrelate.Service.Tests;

/// <summary>
/// A family is a folder and a line: the one in <c>Seewall</c> is known to nothing but these tests. That its pipeline makes the same
/// documents in an engine is tested by FwCorrelate.Elastic.Engines.
/// </summary>
[TestClass]
public sealed class NewFamilyTests
{
    private static readonly FlowFormats Formats = FlowFormats.Shipped.With(new SeewallFormat());

    [TestMethod]
    [DataRow("mining.json")]
    [DataRow("mining.csv")]
    public void Investigation_OfItsRecords_FindsTheIncident(string file)
    {
        using var folder = new ScratchFolder();
        var text = file.EndsWith(".csv", StringComparison.Ordinal)
            ? "began,ended,octets,from,from_port,to,to_port,proto,verdict,way,box,net\n1768417381,1768417440,19224,10.8.3.21,51022,203.0.113.77,3333,6,let,leaving,wall-1,net-a\n"
            : SeewallLog.Format.Folder!.Samples()[0].Message + "\n";
        Directory.CreateDirectory(folder["logs"]);
        File.WriteAllText(folder[$"logs/{file}"], text);
        File.WriteAllText(folder["pool.yml"], """
            title: Mining pool
            id: 0c6f1a55-6f0e-4b29-8a3a-1f0b7a7ee001
            logsource: {category: firewall}
            detection: {pool: {dst_port: 3333}, condition: pool}
            level: high
            """);

        using var result = Investigation.Run(new InvestigationOptions
        {
            CasePath = folder.FullPath,
            Formats = Formats,
            Rules = [folder["pool.yml"]],
            NoDefaultRules = true,
        });

        var incident = result.Incidents.Single();
        Assert.AreEqual("203.0.113.77:3333/tcp", incident.Target);
        Assert.AreEqual("seewall", result.Sources.Single().Formats.Single().Name);
    }

    [TestMethod]
    public void Documents_OfItsRecords_AreMadeOfItsTable()
    {
        var document = PipelineSample.Of(Formats).First(s => s.Format.Name == "seewall").Document(out var isRefused)!;

        Assert.IsFalse(isRefused);
        Assert.AreEqual("seecloud", (string?)document["cloud"]!["provider"]);
        Assert.AreEqual("t-9", (string?)document["cloud"]!["account"]!["id"]);
        Assert.AreEqual("wall-1", (string?)document["observer"]!["name"]);
        Assert.AreEqual("net-a", (string?)document["fwcorrelate"]!["record"]!["network"]![0]);
        Assert.AreEqual("seewall", (string?)document["fwcorrelate"]!["record"]!["format"]);
    }

    [TestMethod]
    public void Documents_ReadAgain_AreTheSameRecords()
    {
        var sample = PipelineSample.Of(Formats).First(s => s.Format.Name == "seewall");
        var line = sample.Document(out _)!.ToJsonString();
        var again = new PipelineSample(Formats.Find("ecs")!, new(line, null)).Document(out var isRefused)!;

        Assert.IsFalse(isRefused);
        Assert.AreEqual(sample.Document(out _)!["network"]!["community_id"]!.ToJsonString(), again["network"]!["community_id"]!.ToJsonString());
        Assert.AreEqual(sample.Document(out _)!["event"]!["action"]!.ToJsonString(), again["event"]!["action"]!.ToJsonString());
    }

    [TestMethod]
    public void Samples_ShowWhatIsTakenAndWhatIsRefused()
    {
        var refused = PipelineSample.Of(Formats).Where(s => s.Format.Name == "seewall").Select(s => (s.Document(out var isRefused), isRefused).isRefused);
        Assert.AreSequenceEqual([false, false, false, true, true], refused);
    }

    [TestMethod]
    public void Pipelines_WithTheFamily_HaveItsOwnAndRouteToIt()
    {
        var pipelines = new PipelineSet(Formats.Tables);
        var own = pipelines.All.Single(p => p.Format == "seewall");
        var routes = pipelines.Routing.Body(Elastic.Gateway.EngineProduct.OpenSearch).ToJsonString();

        Assert.AreEqual("fwcorrelate-seewall", own.Name);
        Assert.Contains("\"pipeline\":\"fwcorrelate-seewall\"", routes);
        Assert.Contains("returned to sender", own.Body(Elastic.Gateway.EngineProduct.OpenSearch).ToJsonString());
    }

    [TestMethod]
    public void ShippedFormats_AreNotChangedByAFamilyMore()
    {
        Assert.IsNull(FlowFormats.Shipped.Find("seewall"));
        Assert.AreSequenceEqual(FlowFormats.Shipped.All.Select(f => f.Name).Append("seewall").Order(), Formats.All.Select(f => f.Name).Order());
    }
}
