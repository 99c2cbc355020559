// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Ingestion.Ecs;

namespace FwCorrelate.Ingestion.Tests.Ecs;

/// <summary>A document is parsed once for its fields, its hash and its name: what is made of that is what readers and verification make.</summary>
[TestClass]
public sealed class EcsDocumentFieldsTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly string[] Members =
    [
        """ "event":{"original":"a \u003c b"} """, """ "event.original":"x" """, """ "event":{"original":""} """, """ "event":{"original":["y","z"]} """,
        """ "event":[{"original":"q"}] """, """ "event":{"original":"half \ud83d"} """, """ "event":{"original":null} """, """ "event":{"origin\u0061l":"e"} """,
        """ "event":{"original":[["n"]]} """, """ "event":{"original":7} """, "\"fwcorrelate\":{\"record\":{\"sha256\":\"" + Sha + "\"}}",
        """ "fwcorrelate":{"record":{"sha256":"none"}} """, """ "source":{"ip":"10.0.0.1"} """, """ "_id":"d1" """, """ "_index":"logs-1" """, """ "_id":"" """, """ "_id":5 """,
        """ "":1 """, """ "message":"m" """,
    ];

    private static readonly EcsFormat Format = FlowFormats.Shipped.Documents;

    [TestMethod]
    [DataRow("""{"event":{"original":"2 123"}}""")]
    [DataRow("""{"_index":"i","_id":"7","_source":{"event":{"original":"2 123"}}}""")]
    [DataRow("""{"_index":"i","_id":"7","_source":{"event":{"original":"half \udc00"}}}""")]
    [DataRow("""{"_index":"i","_id":"7","event":{"original":"outer"},"_source":{"event":{"original":"inner"}}}""")]
    [DataRow("""{"source":{"ip":"10.0.0.1"}}""")]
    [DataRow("""{"source":""")]
    [DataRow("[1]")]
    public void HashAndDocument_AreThoseOfTheIdentity(string document) => Agrees(document);

    [TestMethod]
    public void HashAndDocument_AnyDocument_AreThoseOfTheIdentity() =>
        Gen.Select(Gen.Shuffle(Members).SelectMany(m => Gen.Int[0, 6].Select(n => string.Join(',', m.Take(n)))), Gen.Int[0, 2]).Sample(
            (members, form) => Agrees(form switch
            {
                0 => "{" + members + "}",
                1 => "{\"_index\":\"i\",\"_id\":\"7\",\"_source\":{" + members + "}}",
                _ => "{\"_score\":1,\"_source\":{" + members + "},\"message\":\"beside\"}",
            }),
            iter: 5_000);

    private static void Agrees(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var fields = new EcsDocumentFields(bytes, Format);
        Assert.AreEqual(EcsIdentity.HashOf(bytes), fields.Hash, document);
        Assert.AreEqual(EcsIdentity.DocumentOf(bytes), fields.Document, document);
    }
}
