// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>
/// Which connection a record belongs to: unordered 5-tuple and sensor view. One connection seen by two sensors, or before and
/// after NAT, has two keys (design, section 6).
/// </summary>
public readonly record struct ConnectionKey(Endpoint Lower, Endpoint Upper, string Source, ulong Sensor) : IComparable<ConnectionKey>
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

    public bool Equals(ConnectionKey other) =>
        Sensor == other.Sensor && Lower == other.Lower && Upper == other.Upper
            && string.Equals(Source, other.Source, StringComparison.Ordinal);

    // Sources are few: their names need not be gone through.
    public override int GetHashCode()
    {
        var mixed = (((ulong)(uint)Lower.GetHashCode() << 32) | (uint)Upper.GetHashCode()) * 0x9E37_79B9_7F4A_7C15;
        mixed ^= Sensor * 0xC2B2_AE3D_27D4_EB4F;
        return (int)(mixed ^ (mixed >> 32));
    }

    public int CompareTo(ConnectionKey other)
    {
        var order = Lower.CompareTo(other.Lower);
        if (order == 0)
            order = Upper.CompareTo(other.Upper);
        if (order == 0)
            order = string.CompareOrdinal(Source, other.Source);
        return order != 0 ? order : Sensor.CompareTo(other.Sensor);
    }

    public static bool operator <(ConnectionKey left, ConnectionKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ConnectionKey left, ConnectionKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ConnectionKey left, ConnectionKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ConnectionKey left, ConnectionKey right) => left.CompareTo(right) >= 0;
}
