// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>One line, read apart from all others.</summary>
internal static class FirstDocument
{
    /// <summary>False where the line is no whole JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out EcsRow row)
    {
        row = new EcsRow();
        if (line.IsEmpty || line[0] != (byte)'{')
            return false;
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            row.Read(ref reader);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
