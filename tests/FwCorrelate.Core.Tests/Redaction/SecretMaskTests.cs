// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Redaction;

namespace FwCorrelate.Core.Tests.Redaction;

[TestClass]
public sealed class SecretMaskTests
{
    public static IEnumerable<object[]> Commands => SecretCommands.All.Select(c => new object[] { c.Command, c.Secret });

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void MaskSecrets_BenignCommands_AreHardlyEverTouched()
    {
        var harmed = BenignCommands.All.Where(c => CommandRedaction.MaskSecrets(c) != c).ToList();
        foreach (var command in harmed)
            TestContext.WriteLine($"{command} -> {CommandRedaction.MaskSecrets(command)}");
        Assert.HasCount(5_000, BenignCommands.All);
        Assert.IsLessThanOrEqualTo(25, harmed.Count);
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void MaskSecrets_CommandWithASecret_KeepsNoneOfIt(string command, string secret)
    {
        var masked = CommandRedaction.MaskSecrets(command);
        Assert.DoesNotContain(secret, masked);
        Assert.Contains(CommandRedaction.Mask, masked);
        Assert.AreEqual(masked, CommandRedaction.MaskSecrets(masked), "what is masked stays as it is");
    }
}
