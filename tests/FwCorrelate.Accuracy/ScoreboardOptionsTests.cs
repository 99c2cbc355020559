// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Accuracy;

[TestClass]
public sealed class ScoreboardOptionsTests
{
    [TestMethod]
    public void Parse_AllOptions_AreTaken()
    {
        var options = ScoreboardOptions.Parse(["--scenario", "shared,exclusive", "--seeds", "1-3,9", "--parallel", "2", "--worst", "4", "--picture", "p.svg"]);

        CollectionAssert.AreEqual(new[] { "shared", "exclusive" }, options.Scenarios.Select(s => s.Name).ToList());
        CollectionAssert.AreEqual(new ulong[] { 1, 2, 3, 9 }, options.Seeds.ToList());
        Assert.AreEqual((2, 4, "p.svg"), (options.Parallel, options.Worst, options.Picture));
    }

    [TestMethod]
    [DataRow("--scenario nowhere", "'nowhere' is no scenario; known: ")]
    [DataRow("--scenario", "--scenario lacks a value. usage: ")]
    [DataRow("--seeds one", "--seeds is 'one', expected a number. usage: ")]
    [DataRow("--colour red", "unknown option --colour. usage: ")]
    public void Parse_WrongOptions_SaysWhatWasExpected(string line, string message) =>
        Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(() => ScoreboardOptions.Parse(line.Split(' '))).Message);
}
