// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>Coverage of every sensor of every source.</summary>
internal sealed class CoverageMap(Duration64 idleTimeout)
{
    private readonly Dictionary<(string Source, ulong Sensor), SensorCoverage> _sensors = [];
    private const int Remembered = 4096;
    private readonly (string? Source, ulong Sensor, SensorCoverage? Coverage)[] _remembered =
        new (string?, ulong, SensorCoverage?)[Remembered];

    public IEnumerable<string> Sources => _sensors.Keys.Select(k => k.Source).Distinct().Order(StringComparer.Ordinal);

    public SensorCoverage? Of(string source, ulong sensor) => _sensors.GetValueOrDefault((source, sensor));

    /// <summary>Coverage by sensor of one source, in a fixed order.</summary>
    public IEnumerable<SensorCoverage> Of(string source) =>
        _sensors.Where(s => s.Key.Source == source).OrderBy(s => s.Key.Sensor).Select(s => s.Value);

    /// <summary>The sensor's coverage, made where it is new. Asked for each record: the sensors in use are kept at hand.</summary>
    public SensorCoverage At(string source, ulong sensor)
    {
        ref var remembered = ref _remembered[(sensor * 0x9E37_79B9_7F4A_7C15) >> 52];
        if (remembered.Coverage is null || remembered.Sensor != sensor || !ReferenceEquals(remembered.Source, source))
            remembered = (source, sensor, Found(source, sensor));
        return remembered.Coverage!;
    }

    public void Merge(CoverageMap other)
    {
        foreach (var ((source, sensor), coverage) in other._sensors)
            At(source, sensor).Merge(coverage);
    }

    /// <summary>
    /// Notes for all sensors of a source that records of an interval could not be read; null where even their time is unknown.
    /// </summary>
    public void NoteUnread(string source, (Instant64 From, Instant64 To)? interval)
    {
        foreach (var coverage in Of(source))
        {
            var (from, to) = interval ?? (coverage.Logged[0].Start, coverage.Logged[^1].End + idleTimeout);
            coverage.NoteUnread(from, to);
        }
    }

    private SensorCoverage Found(string source, ulong sensor)
    {
        if (!_sensors.TryGetValue((source, sensor), out var coverage))
            _sensors.Add((source, sensor), coverage = new SensorCoverage(idleTimeout));
        return coverage;
    }
}
