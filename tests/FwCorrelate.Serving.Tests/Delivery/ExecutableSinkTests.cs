// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Delivery;

namespace FwCorrelate.Serving.Tests.Delivery;

[TestClass]
public sealed class ExecutableSinkTests
{
    [TestMethod]
    public async Task Deliver_Program_GetsTheDocumentAndItsName()
    {
        using var scratch = new ScratchFolder();
        var sink = Sink("cat > \"$1\"; echo \"$FWCORRELATE_INCIDENT $FWCORRELATE_REVISION\" >> \"$1\"", scratch["said"]);
        await sink.DeliverAsync([SampleRevision.Of("INC-1", 3)], "", CancellationToken.None);
        Assert.AreEqual(SampleRevision.Of("INC-1", 3).Document + "\nINC-1 3\n", File.ReadAllText(scratch["said"]));
    }

    [TestMethod]
    public async Task Deliver_ProgramFails_WasNotTaken()
    {
        var sink = Sink("echo no room >&2; exit 7");
        var failed = await Assert.ThrowsExactlyAsync<DeliveryFailedException>(() => sink.DeliverAsync([SampleRevision.Of("INC-1", 1)], "", CancellationToken.None));
        Assert.Contains("ended with 7: no room", failed.Message);
    }

    [TestMethod]
    public async Task Deliver_ProgramThatReadsNothing_IsFine() =>
        Assert.AreEqual("", await Sink("exit 0").DeliverAsync([SampleRevision.Of("INC-1", 1)], "", CancellationToken.None));

    private static ExecutableSink Sink(string script, params string[] arguments)
    {
        if (!File.Exists("/bin/sh"))
            Assert.Inconclusive("There is no /bin/sh here to start.");
        return new ExecutableSink(new ExecutableSettings("a", "/bin/sh", ["-c", script, "sh", .. arguments]));
    }
}
