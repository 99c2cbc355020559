// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>
/// Which connection a record belongs to: unordered 5-tuple and sensor view. One connection seen by two sensors, or before and
/// after NAT, has two keys (design, section 6).
/// </summary>
public readonly record struct ConnectionKey(Endpoint Lower, Endpoint Upper, string Source, ulong Sensor)
{
    public static ConnectionKey Of(in FlowRecord record, InputFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var source = Endpoint.SourceOf(record);
        var destination = Endpoint.DestinationOf(record);
        return source <= destination
            ? new ConnectionKey(source, destination, file.Source.Name, record.Sensor)
            : new ConnectionKey(destination, source, file.Source.Name, record.Sensor);
    }
}
