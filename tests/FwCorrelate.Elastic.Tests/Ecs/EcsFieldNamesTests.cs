// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Network;
using FwCorrelate.Samples;
using FwCorrelate.Service.Pipelines;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Elastic.Tests.Ecs;

/// <summary>Every field exists in ECS 9.4.0 with the type and the arity it has here, or lies under <c>fwcorrelate</c>.</summary>
[TestClass]
public sealed class EcsFieldNamesTests
{
    [TestMethod]
    public void Documents_UseOnlyFieldsOfTheSchema() => Check(AllDocuments().Select(d => d.ToString()!));

    /// <summary>What readers and ingest pipelines alike make of the samples of every family.</summary>
    [TestMethod]
    public void Documents_OfEveryFamily_UseOnlyFieldsOfTheSchema() =>
        Check(PipelineSample.Of(FlowFormats.Shipped).Select(s => s.Document(out _)?.ToJsonString()).OfType<string>());

    private static void Check(IEnumerable<string> documents)
    {
        var schema = Schema();
        foreach (var document in documents)
        {
            using var parsed = JsonDocument.Parse(document);
            foreach (var (field, value) in Leaves(parsed.RootElement, ""))
            {
                if (field.StartsWith("fwcorrelate.", StringComparison.Ordinal))
                    continue;
                Assert.IsTrue(schema.TryGetValue(field, out var known), $"{field} is not a field of ECS {EcsDocument.EcsVersion}");
                Assert.AreEqual(known.IsArray, value.ValueKind == JsonValueKind.Array, $"{field}: arrays stay arrays");
                var scalar = value.ValueKind == JsonValueKind.Array ? value[0] : value;
                Assert.AreEqual(known.Type is "long" or "float", scalar.ValueKind == JsonValueKind.Number, $"{field} is {known.Type}");
            }
        }
    }

    private static IEnumerable<EcsDocument> AllDocuments()
    {
        var shape = new RecordShape { Kind = RecordKind.Alert, Action = FirewallAction.Deny };
        var several = Sample.Named() with { Kind = AttributionKind.Candidates, Call = null };
        var lease = new AddressLease(
            AddressPrefix.Parse("10.8.0.9"), OwnerKind.Sandbox, "sbx-9", "node-3", "vpc-1", Sample.At("2026-01-15T00:00:00Z"), Instant.MaxValue,
            0, 65_535, true, new RecordOrigin("leases/l.csv", 2, 0, 40, new string('c', 64)));
        yield return FlowDocument.Of(Sample.Record(), withOriginal: true);
        yield return FlowDocument.Of(Sample.Record(shape: shape));
        yield return AttributionDocument.Of(Sample.Attributed());
        yield return AttributionDocument.Of(Sample.Attributed(several));
        yield return IncidentDocument.Of(Sample.Incident(), ArgumentRedaction.Truncate);
        yield return IncidentDocument.Of(Sample.Incident(several), ArgumentRedaction.Hash);
        yield return ToolCallDocument.Of(Sample.Call(), ArgumentRedaction.Truncate);
        yield return LeaseDocument.Of(lease);
    }

    private static IEnumerable<(string Field, JsonElement Value)> Leaves(JsonElement element, string prefix)
    {
        foreach (var property in element.EnumerateObject())
        {
            Assert.DoesNotContain('.', property.Name, "names are nested, never dotted");
            var field = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var leaf in Leaves(property.Value, field + "."))
                    yield return leaf;
            }
            else
            {
                yield return (field, property.Value);
            }
        }
    }

    private static Dictionary<string, (string Type, bool IsArray)> Schema()
    {
        var file = SharedCases.Path("elastic/ecs-9.4.0-fields.csv");
        var fields = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var columns = line.Split(',');
            if (columns.Length > 6)
                fields[columns[3]] = (columns[4], columns[6] == "array");
        }

        return fields;
    }
}
