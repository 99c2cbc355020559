// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.Coverage;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Coverage;

[TestClass]
public sealed class SilenceWatchTests
{
    private static readonly StreamReading Reading = new(1, "log", "flows", 1, null, null, null);

    [TestMethod]
    public void Look_NothingArrives_TellsOnceAndAgainWhenItSpeaks()
    {
        using var watched = new Watched();
        Assert.IsEmpty(watched.Look(length: 10));
        watched.Time.Pass(TimeSpan.FromMinutes(16));
        Assert.Contains("source 'flows' is silent", watched.Look(length: 10).Single());
        Assert.IsEmpty(watched.Look(length: 10));
        Assert.Contains("speaks again", watched.Look(length: 20).Single());
    }

    [TestMethod]
    [DataRow(60)]
    [DataRow(-60)]
    public void Look_ClockStepsByAnHour_MakesNoSourceSilent(int minutes)
    {
        using var watched = new Watched();
        watched.Look(length: 10);
        watched.Clock.Now += Duration.FromMinutes(minutes);
        Assert.IsEmpty(watched.Look(length: 10));
    }

    [TestMethod]
    public void Look_SilentSinceBeforeTheStart_IsToldAtTheStart()
    {
        using var watched = new Watched();
        watched.Clock.Now += Duration.FromHours(2);
        Assert.Contains("is silent", watched.Look(length: 10).Single());
    }

    private sealed class Watched : IDisposable
    {
        private readonly ScratchFolder _scratch = new();
        private readonly StateStore _state;
        private readonly SilenceWatch _watch;
        private readonly Instant _grown;

        public Watched()
        {
            _state = StateStore.Open(_scratch.Path);
            _watch = new SilenceWatch(Duration.FromMinutes(15), _state, Clock, Time);
            _grown = Clock.Now;
        }

        public SetClock Clock { get; } = new();

        public SetTime Time { get; } = new();

        public IReadOnlyList<string> Look(long length) => _watch.Look([Reading], [new CollectedStream
        {
            Id = 1,
            Path = "a.log",
            FullPath = "/a.log",
            Identity = new FileIdentity(1, 1),
            Length = length,
            Sha256 = "",
            Head = Fingerprint.None,
            Tail = Fingerprint.None,
            GrownAt = _grown,
        }]);

        public void Dispose()
        {
            _state.Dispose();
            _scratch.Dispose();
        }
    }
}
