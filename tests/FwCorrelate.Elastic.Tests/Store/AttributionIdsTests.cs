// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Tests.Store;

[TestClass]
public sealed class AttributionIdsTests
{
    [TestMethod]
    public void Of_SameRecordFromFileAndIndex_IsTheSame() => Assert.AreEqual(
        new AttributionIds().Of(Line("""{"file":"a.log","line":7,"index":0,"sha256":"aa"}""")),
        new AttributionIds().Of(Line("""{"origin":{"index":"logs","id":"x"},"index":0,"sha256":"aa"}""")));

    [TestMethod]
    public void Of_TwoEqualLines_StayTwoAndTheSameTwo()
    {
        var ids = new AttributionIds();
        var line = Line("""{"file":"a.log","line":7,"index":0,"sha256":"aa"}""");
        string[] first = [ids.Of(line), ids.Of(line)];
        var again = new AttributionIds();
        Assert.AreNotEqual(first[0], first[1]);
        Assert.AreSequenceEqual(first, [again.Of(line), again.Of(line)]);
    }

    [TestMethod]
    public void Of_OtherRulesOrTuple_IsAnother()
    {
        var id = new AttributionIds().Of(Line("""{"index":0,"sha256":"aa"}"""));
        Assert.AreNotEqual(id, new AttributionIds().Of(Line("""{"index":1,"sha256":"aa"}""")));
        Assert.AreNotEqual(id, new AttributionIds().Of(Line("""{"index":0,"sha256":"aa"}""", "r2")));
    }

    [TestMethod]
    public void Of_RulesInAnotherOrder_IsTheSame() => Assert.AreEqual(
        new AttributionIds().Of(Line("""{"sha256":"aa"}""", "r1", "r2")), new AttributionIds().Of(Line("""{"sha256":"aa"}""", "r2", "r1")));

    [TestMethod]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("{\"fwcorrelate\":{\"record\":{\"sha256\":{}}}}")]
    [DataRow("not json")]
    public void Of_NoAttribution_IsRefusedWithItsPlace(string text)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => new AttributionIds().Of(new ResultLine("out/attributions.jsonl:3", text)));
        Assert.Contains("out/attributions.jsonl:3", error.Message);
    }

    private static ResultLine Line(string record, params string[] rules)
    {
        var list = string.Join(',', (rules.Length == 0 ? ["r1"] : rules).Select(r => $$"""{"id":"{{r}}"}"""));
        return new ResultLine("attributions.jsonl:1", "{\"fwcorrelate\":{\"record\":" + record + ",\"rules\":[" + list + "]}}");
    }
}
