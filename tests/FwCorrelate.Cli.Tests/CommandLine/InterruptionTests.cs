// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class InterruptionTests
{
    [TestMethod]
    public void Interrupt_Twice_CancelsThenEndsTheProcess()
    {
        var said = new List<string>();
        var exits = new List<int>();
        using var interruption = new Interruption(said.Add, exits.Add);

        interruption.Interrupt();
        Assert.IsTrue(interruption.Token.IsCancellationRequested);
        Assert.IsEmpty(exits);
        Assert.HasCount(1, said);

        interruption.Interrupt();
        Assert.HasCount(1, said);
        Assert.AreEqual(130, exits.Single());
    }
}
