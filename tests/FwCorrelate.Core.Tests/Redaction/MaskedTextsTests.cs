// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Redaction;

namespace FwCorrelate.Core.Tests.Redaction;

[TestClass]
public sealed class MaskedTextsTests
{
    [TestMethod]
    public void Of_MoreTextsThanAreKept_MasksEachAsIfItWereTheFirst()
    {
        // Twice each, and far more than there are places: some are found again, some are in the place of others.
        for (var i = 0; i < 2 * 5000; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"curl -u user:hunter{i % 5000} https://example.net/{i % 5000}");
            Assert.AreEqual(SecretMask.Apply(text, CommandRedaction.Mask), MaskedTexts.Of(text));
            Assert.DoesNotContain("hunter", MaskedTexts.Of(text));
        }
    }

    [TestMethod]
    public async Task Of_ManyThreadsAtOnce_GivesEachItsOwnText() =>
        await Parallel.ForAsync(0, 20_000, (i, _) =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"number {i % 3000}");
            Assert.AreEqual(text, MaskedTexts.Of(text));
            return ValueTask.CompletedTask;
        });
}
