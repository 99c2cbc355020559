// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;

namespace FwCorrelate.Serving.Tests.Delivery;

[TestClass]
public sealed class IncidentFileTests
{
    private static readonly Revision First = SampleRevision.Of("INC-1", 1);
    private static readonly Revision Second = SampleRevision.Of("INC-2", 1);
    private static readonly Revision Third = SampleRevision.Of("INC-1", 2);

    [TestMethod]
    public async Task Deliver_WrittenButNotRemembered_StandsOnce()
    {
        using var scratch = new ScratchFolder();
        var file = new IncidentFile(scratch.Path, () => [First, Second, Third]);
        var place = await file.DeliverAsync([First], "", CancellationToken.None);
        await file.DeliverAsync([Second, Third], place, CancellationToken.None);
        await file.DeliverAsync([Second, Third], place, CancellationToken.None);
        Assert.AreEqual(Lines(First, Second, Third), File.ReadAllText(scratch["incidents.jsonl"]));
    }

    [TestMethod]
    public async Task Deliver_HalfALineWritten_IsCompleted()
    {
        using var scratch = new ScratchFolder();
        var file = new IncidentFile(scratch.Path, () => [First, Second]);
        var place = await file.DeliverAsync([First], "", CancellationToken.None);
        File.AppendAllText(scratch["incidents.jsonl"], Lines(Second)[..9]);
        await file.DeliverAsync([Second], place, CancellationToken.None);
        Assert.AreEqual(Lines(First, Second), File.ReadAllText(scratch["incidents.jsonl"]));
    }

    [TestMethod]
    public async Task Deliver_FileDeletedByOthers_IsWrittenAnew()
    {
        using var scratch = new ScratchFolder();
        var file = new IncidentFile(scratch.Path, () => [First, Second, Third]);
        var place = await file.DeliverAsync([First, Second], "", CancellationToken.None);
        File.Delete(scratch["incidents.jsonl"]);
        await file.DeliverAsync([Third], place, CancellationToken.None);
        Assert.AreEqual(Lines(First, Second, Third), File.ReadAllText(scratch["incidents.jsonl"]));
    }

    private static string Lines(params Revision[] revisions) => string.Concat(revisions.Select(r => r.Document + "\n"));
}
