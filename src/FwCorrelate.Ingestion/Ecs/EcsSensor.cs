// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>The sensor of a document: as the reader of its log names it, so that connections are the same.</summary>
internal static class EcsSensor
{
    private const int LongestPart = 80;

    public static ulong Of(EcsSource source, EcsRow row, ReadOnlySpan<byte> line)
    {
        Span<byte> name = stackalloc byte[256];
        var (length, isNamed) = (0, false);
        for (var i = 0; i < source.Sensor.Length; i++)
        {
            if (i > 0)
                name[length++] = (byte)'/';
            var part = row.First(source.Sensor[i], line);
            part = part[..Math.Min(part.Length, LongestPart)];
            part.CopyTo(name[length..]);
            length += part.Length;
            isNamed |= !part.IsEmpty;
        }

        return isNamed ? SensorId.Of(name[..length]) : 0;
    }

    /// <summary>The fields that name it, up to the first of each part that is present; those that are absent have no value.</summary>
    public static IReadOnlyList<(string Field, string? Value)> FieldsOf(EcsSource source, EcsRow row, ReadOnlySpan<byte> line)
    {
        var fields = new List<(string, string?)>();
        foreach (var part in source.Sensor)
        {
            foreach (var field in part)
            {
                var text = Encoding.UTF8.GetString(row[field, line]);
                fields.Add((EcsFieldNames.NameOf(field), text.Length == 0 ? null : text));
                if (text.Length > 0)
                    break;
            }
        }

        return fields;
    }
}
