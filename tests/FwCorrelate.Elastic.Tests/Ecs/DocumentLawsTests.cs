// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsCheck;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Samples;

namespace FwCorrelate.Elastic.Tests.Ecs;

/// <summary>No text of a log or a trace makes an invalid document.</summary>
[TestClass]
public sealed class DocumentLawsTests
{
    // All UTF-16 code units, unpaired surrogates among them.
    private static readonly Gen<string> AnyText = Gen.Char['\0', '\uFFFF'].Array[0, 60].Select(c => new string(c));

    [TestMethod]
    public void Documents_WithAnyText_AreOneLineOfValidJson() => AnyText.Sample(text =>
    {
        var call = Sample.Call(text, text) with { ToolName = text, EpisodeId = text, SandboxId = text };
        var incident = Sample.Incident(Sample.Named(call)) with
        {
            Target = text,
            VerdictReasons = [new VerdictReason(true, text)],
            WouldDecide = [text],
        };
        foreach (var mode in Enum.GetValues<ArgumentRedaction>())
        {
            AssertIsOneValidLine(IncidentDocument.Of(incident, mode));
            AssertIsOneValidLine(ToolCallDocument.Of(call, mode));
        }

        AssertIsOneValidLine(AttributionDocument.Of(Sample.Attributed(Sample.Named(call)), withOriginal: true));
        AssertIsOneValidLine(FlowDocument.Of(Sample.Record(text.Length == 0 ? "x" : text), withOriginal: true));
    });

    [TestMethod]
    public void Documents_WrittenTwice_AreTheSameBytes() =>
        Assert.AreEqual(AttributionDocument.Of(Sample.Attributed()).ToString(), AttributionDocument.Of(Sample.Attributed()).ToString());

    private static void AssertIsOneValidLine(EcsDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
            writer.Write(document);
        var bytes = stream.ToArray();
        Assert.AreEqual(bytes.Length - 1, Array.IndexOf(bytes, (byte)'\n'));
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
        using var parsed = JsonDocument.Parse(bytes.AsMemory(0, bytes.Length - 1));
        Assert.AreEqual(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }
}
