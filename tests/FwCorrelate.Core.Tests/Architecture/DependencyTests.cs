// SPDX-License-Identifier: Apache-2.0
using System.Xml.Linq;

namespace FwCorrelate.Core.Tests.Architecture;

[TestClass]
public sealed class DependencyTests
{
    /// <summary>The arrows of src/README.md: what each project may reference, projects and packages.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FwCorrelate.Core"] = ["NodaTime"],
        ["FwCorrelate.Ingestion"] = ["FwCorrelate.Core", "CsvHelper", "MaxMind.Db", "SharpCompress", "Snappier", "YamlDotNet", "ZstdSharp.Port"],
        ["FwCorrelate.Sigma"] = ["FwCorrelate.Core", "YamlDotNet"],
        ["FwCorrelate.Elastic"] = ["FwCorrelate.Core", "Elastic.Clients.Elasticsearch", "Elastic.Transport"],
        ["FwCorrelate.Simulation"] = ["FwCorrelate.Core", "FwCorrelate.Ingestion"],
        ["FwCorrelate.Service"] = ["FwCorrelate.Core", "FwCorrelate.Ingestion", "FwCorrelate.Sigma", "FwCorrelate.Elastic"],
        ["FwCorrelate.Serving"] = ["FwCorrelate.Service", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Hosting", "Quartz"],
        ["FwCorrelate.Cli"] =
            [
                "FwCorrelate.Service", "FwCorrelate.Serving", "FwCorrelate.Simulation", "ModelContextProtocol.Core", "System.CommandLine",
                "Spectre.Console",
            ],
    };

    public static IEnumerable<object[]> Projects => Allowed.Keys.Select(p => new object[] { p });

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_References_FollowTheArrows(string project)
    {
        var file = Path.Combine(RepositoryFolder.Root, "src", project, project + ".csproj");
        var references = XDocument.Load(file).Descendants()
            .Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(e => Path.GetFileNameWithoutExtension(NameOf(e)));
        foreach (var reference in references)
            Assert.Contains(reference, Allowed[project], $"{project} references {reference}, which the architecture does not allow.");
    }

    [TestMethod]
    public void Sources_Projects_AreTheOnesOfTheArchitecture()
    {
        var found = Directory.GetDirectories(Path.Combine(RepositoryFolder.Root, "src"), "FwCorrelate.*").Select(d => Path.GetFileName(d)!).Order();
        Assert.AreSequenceEqual(Allowed.Keys.Order(), found);
    }

    private static string NameOf(XElement reference)
    {
        var name = reference.Attribute("Include")!.Value;
        return reference.Name.LocalName == "ProjectReference" ? name : name + ".dll";
    }
}
