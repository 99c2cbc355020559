// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Passes;

/// <summary>Coverage of every sensor of every source.</summary>
internal sealed class CoverageMap(Duration64 idleTimeout)
{
    private readonly Dictionary<(string Source, ulong Sensor), SensorCoverage> _sensors = [];
    private (string Source, ulong Sensor) _lastKey;
    private SensorCoverage? _last;

    public IEnumerable<string> Sources => _sensors.Keys.Select(k => k.Source).Distinct().Order(StringComparer.Ordinal);

    public SensorCoverage? Of(string source, ulong sensor) => _sensors.GetValueOrDefault((source, sensor));

    /// <summary>Coverage by sensor of one source, in a fixed order.</summary>
    public IEnumerable<SensorCoverage> Of(string source) => _sensors.Where(s => s.Key.Source == source).OrderBy(s => s.Key.Sensor).Select(s => s.Value);

    /// <summary>The sensor's coverage, made where it is new. Records of one sensor come together: the last one asked for is kept at hand.</summary>
    public SensorCoverage At(string source, ulong sensor)
    {
        if (_last is not null && _lastKey.Sensor == sensor && ReferenceEquals(_lastKey.Source, source))
            return _last;
        _lastKey = (source, sensor);
        if (!_sensors.TryGetValue(_lastKey, out _last))
            _sensors.Add(_lastKey, _last = new SensorCoverage(idleTimeout));
        return _last;
    }

    public void Merge(CoverageMap other)
    {
        foreach (var ((source, sensor), coverage) in other._sensors)
            At(source, sensor).Merge(coverage);
    }
}
