// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using CsCheck;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class SearchAnswerTests
{
    private const string Answer = """
        { "took": 1, "pit_id": "p\u0031", "timed_out": false, "_shards": {"total":3,"failed":0},
          "hits": { "total": {"value":2}, "hits": [
            {"_index":"a","_id":"x\"{y","_score":null,"_source":{"text":"}]\\\"","list":[{"a":[]}]},"sort":[1767225600123,null]},
            {"_index":"a","_id":"2","_source":{},"sort":["2026-01-01T00:00:00Z","k"]} ] } }
        """;

    [TestMethod]
    public void Read_BracketsAndQuotesInText_AreText()
    {
        var answer = SearchAnswer.Read(Encoding.UTF8.GetBytes(Answer));
        Assert.AreEqual(("p1", false, 0), (answer.PointInTime, answer.TimedOut, answer.FailedShards));
        Assert.AreSequenceEqual(["x\"{y", "2"], answer.Hits.Select(h => h.Document.Id));
        Assert.AreSequenceEqual(["1767225600123", "\"2026-01-01T00:00:00Z\""], answer.Hits.Select(h => Encoding.UTF8.GetString(h.Time.Span)));
        Assert.AreEqual("}]\\\"", JsonElement.Parse(answer.Hits[0].Document.Source.Span).GetProperty("text").GetString());
    }

    [TestMethod]
    public void Read_CutAnywhere_IsUnreadableAndNothingElse()
    {
        var bytes = Encoding.UTF8.GetBytes(Answer.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
            Assert.AreEqual(EngineFailure.Unreadable, Assert.ThrowsExactly<EngineException>(() => SearchAnswer.Read(bytes.AsMemory(0, length)), $"{length} bytes").Failure);
    }

    [TestMethod]
    public void Read_AnyBytes_AreReadOrUnreadable() => Gen.Select(Gen.Int[0, Answer.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
    {
        var bytes = Encoding.UTF8.GetBytes(Answer);
        foreach (var (at, value) in changes)
            bytes[at] = value;
        try
        {
            SearchAnswer.Read(bytes);
        }
        catch (EngineException exception)
        {
            Assert.AreEqual(EngineFailure.Unreadable, exception.Failure);
        }
    });
}
