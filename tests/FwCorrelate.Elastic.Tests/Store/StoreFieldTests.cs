// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Samples;

namespace FwCorrelate.Elastic.Tests.Store;

[TestClass]
public sealed class StoreFieldTests
{
    // Types of ECS 9.4.0 that not every engine has, and what stands for them.
    private static readonly Dictionary<string, string> Substitutes = new()
    {
        ["match_only_text"] = "text",
        ["wildcard"] = "keyword",
        ["constant_keyword"] = "keyword",
        ["scaled_float"] = "float",
        ["integer"] = "long",
    };

    [TestMethod]
    public void Common_FieldsOfTheSchema_HaveItsType()
    {
        var schema = File.ReadLines(SharedCases.Path("elastic/ecs-9.4.0-fields.csv")).Skip(1).Select(l => l.Split(','))
            .Where(c => c.Length > 4).GroupBy(c => c[3]).ToDictionary(g => g.Key, g => g.First()[4]);
        foreach (var field in StoreField.Common.Where(f => f.Type != "unindexed"))
        {
            if (field.Name == "input.type" || field.Name.StartsWith("log.", StringComparison.Ordinal))
                continue; // Filebeat's own.
            Assert.IsTrue(schema.TryGetValue(field.Name, out var type), $"{field.Name} is not a field of ECS {EcsDocument.EcsVersion}");
            Assert.AreEqual(Substitutes.GetValueOrDefault(type!, type!), field.Type, field.Name);
        }
    }

    [TestMethod]
    public void Documents_AllFields_AreInTheTableOfTheirStream()
    {
        var several = Sample.Named() with { Kind = Correlation.AttributionKind.Candidates, Call = null };
        Holds("flow", FlowDocument.Of(Sample.Record(), withOriginal: true));
        Holds("attribution", AttributionDocument.Of(Sample.Attributed()));
        Holds("attribution", AttributionDocument.Of(Sample.Attributed(several)));
        Holds("incident", IncidentDocument.Of(Sample.Incident(), ArgumentRedaction.Truncate));
        Holds("incident", IncidentDocument.Of(Sample.Incident(several), ArgumentRedaction.Truncate));
        Holds("incident", IncidentDocument.Of(Sample.Incident() with { Statistics = Sample.Statistics() }, ArgumentRedaction.Truncate));
        Holds("tool_call", ToolCallDocument.Of(Sample.Call(), ArgumentRedaction.Truncate));
    }

    [TestMethod]
    public void Fields_NoneTwice_NoneWithinAnother()
    {
        foreach (var stream in StoreName.Streams.Append("incident"))
        {
            var names = StoreField.Common.Concat(StoreField.Of(stream)).Select(f => f.Name).ToList();
            Assert.AreEqual(names.Count, names.Distinct().Count(), stream);
            var all = names.ToHashSet();
            foreach (var name in names)
            {
                for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = name.IndexOf('.', dot + 1))
                    Assert.DoesNotContain(name[..dot], all, $"{name} lies within a field that has a value");
            }
        }
    }

    [TestMethod]
    public void Templates_EachEngine_NamesOnlyWhatIsInstalledOrAHook()
    {
        foreach (var product in Enum.GetValues<EngineProduct>())
        {
            var features = EngineFeatures.Usual(product);
            var assets = StoreTemplates.All("90d").Where(a => a.Marked(features) is not null).ToList();
            var components = assets.Where(a => a.Kind == AssetKind.ComponentTemplate).Select(a => a.Name).ToHashSet();
            foreach (var template in assets.Where(a => a.Kind == AssetKind.IndexTemplate))
            {
                foreach (var part in template.Marked(features)!["composed_of"]!.AsArray().Select(p => p!.ToString()))
                    Assert.IsTrue(components.Contains(part) || (product == EngineProduct.Elasticsearch && part.EndsWith("@custom", StringComparison.Ordinal)), $"{template.Name}: {part}");
            }
        }
    }

    [TestMethod]
    [DataRow("2026-01-15T04:00:00.000000Z", "fwcorrelate-incidents-2026.01")]
    [DataRow("1999-12-31T23:59:59.999999Z", "fwcorrelate-incidents-1999.12")]
    public void IncidentIndex_Time_IsItsMonth(string firstSeen, string expected) => Assert.AreEqual(expected, StoreName.IncidentIndex(firstSeen));

    [TestMethod]
    [DataRow("yesterday")]
    [DataRow("2026-13-01T00:00:00Z")]
    [DataRow("../../etc")]
    public void IncidentIndex_NoTime_IsRefused(string firstSeen) => Assert.ThrowsExactly<FormatException>(() => StoreName.IncidentIndex(firstSeen));

    [TestMethod]
    [DataRow("Prod")]
    [DataRow("a-b")]
    [DataRow("a/b")]
    [DataRow("")]
    [DataRow("*")]
    public void Namespace_NoneOfADataStream_IsRefused(string text) => Assert.ThrowsExactly<ConfigurationException>(() => StoreName.Namespace(text));

    private static void Holds(string stream, EcsDocument document)
    {
        var known = StoreField.Common.Concat(StoreField.Of(stream)).Select(f => f.Name).ToHashSet();
        foreach (var field in Leaves(JsonElement.Parse(document.ToString()), string.Empty))
            Assert.Contains(field, known, $"{field} of {stream} is not in fields.csv");
    }

    private static IEnumerable<string> Leaves(JsonElement element, string prefix) => element.EnumerateObject().SelectMany(p => p.Value.ValueKind switch
    {
        JsonValueKind.Object => Leaves(p.Value, prefix + p.Name + "."),
        JsonValueKind.Array when p.Value.GetArrayLength() > 0 && p.Value[0].ValueKind == JsonValueKind.Object =>
            p.Value.EnumerateArray().SelectMany(i => Leaves(i, prefix + p.Name + ".")),
        _ => [prefix + p.Name],
    });
}
