// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Tests;

/// <summary>A timer that the test sets; its clock is another matter and stands still.</summary>
internal sealed class SetTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => _timestamp += time.Ticks;

    public override long GetTimestamp() => _timestamp;
}
