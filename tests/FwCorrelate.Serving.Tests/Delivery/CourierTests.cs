// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Delivery;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Delivery;

[TestClass]
public sealed class CourierTests
{
    [TestMethod]
    public async Task Deliver_SinkThatFails_IsTriedAgainLaterAndInOrder()
    {
        using var scratch = new ScratchFolder();
        using var state = StateStore.Open(scratch.Path);
        var (clock, sink) = (new SetClock(), new ListSink("a"));
        var courier = new Courier(state, [sink], clock);
        courier.Prepare();
        Tell(state, SampleRevision.Of("INC-1", 1), SampleRevision.Of("INC-1", 2));

        sink.IsDown = true;
        Assert.IsFalse(await courier.DeliverAsync(isLast: false, CancellationToken.None));
        sink.IsDown = false;
        Assert.IsFalse(await courier.DeliverAsync(isLast: false, CancellationToken.None), "It waits before it tries again.");
        Assert.IsEmpty(sink.Taken);
        clock.Now += Duration.FromSeconds(2);
        Assert.IsTrue(await courier.DeliverAsync(isLast: false, CancellationToken.None));
        Assert.AreSequenceEqual(["INC-1 1", "INC-1 2"], sink.Taken);
    }

    [TestMethod]
    public async Task Deliver_SinkThatFails_KeepsNobodyElseWaiting()
    {
        using var scratch = new ScratchFolder();
        using var state = StateStore.Open(scratch.Path);
        var (down, up) = (new ListSink("a") { IsDown = true }, new ListSink("b"));
        var courier = new Courier(state, [down, up], new SetClock());
        courier.Prepare();
        Tell(state, SampleRevision.Of("INC-1", 1));
        Assert.IsFalse(await courier.DeliverAsync(isLast: false, CancellationToken.None));
        Assert.AreSequenceEqual(["INC-1 1"], up.Taken);
    }

    /// <summary>A clock that is set back by an hour must not make a sink wait for an hour.</summary>
    [TestMethod]
    public async Task Deliver_ClockStepsBack_TriesAgainAllTheSame()
    {
        using var scratch = new ScratchFolder();
        using var state = StateStore.Open(scratch.Path);
        var (clock, sink) = (new SetClock(), new ListSink("a") { IsDown = true });
        var courier = new Courier(state, [sink], clock);
        courier.Prepare();
        Tell(state, SampleRevision.Of("INC-1", 1));
        await courier.DeliverAsync(isLast: false, CancellationToken.None);
        sink.IsDown = false;
        clock.Now -= Duration.FromHours(1);
        Assert.IsTrue(await courier.DeliverAsync(isLast: false, CancellationToken.None));
    }

    [TestMethod]
    public async Task Prepare_SinkAddedLater_GetsOnlyWhatComesAfter()
    {
        using var scratch = new ScratchFolder();
        using var state = StateStore.Open(scratch.Path);
        Tell(state, SampleRevision.Of("INC-1", 1));
        var sink = new ListSink("a");
        var courier = new Courier(state, [sink], new SetClock());
        courier.Prepare();
        Tell(state, SampleRevision.Of("INC-1", 2));
        await courier.DeliverAsync(isLast: false, CancellationToken.None);
        Assert.AreSequenceEqual(["INC-1 2"], sink.Taken);
    }

    private static void Tell(StateStore state, params Revision[] revisions)
    {
        var sequence = Revision.SequenceOf(state.LastKey(Revision.Kind));
        state.Commit([.. revisions.Select(r => StateChange.Put(Revision.Kind, Revision.KeyOf(++sequence), r))]);
    }

    private sealed class ListSink(string name) : ISink
    {
        public string Name => name;

        public bool StartsAtTheBeginning => false;

        public int MostAtOnce => 1;

        public bool IsDown { get; set; }

        public List<string> Taken { get; } = [];

        public bool Wants(Revision revision) => true;

        public Task<string> DeliverAsync(IReadOnlyList<Revision> revisions, string place, CancellationToken cancellation)
        {
            if (IsDown)
                throw new DeliveryFailedException("down");
            Taken.AddRange(revisions.Select(r => $"{r.Id} {r.Number}"));
            return Task.FromResult(place);
        }
    }
}
