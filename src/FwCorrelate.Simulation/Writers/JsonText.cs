// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FwCorrelate.Simulation.Writers;

/// <summary>One JSON value as one line of text.</summary>
internal static class JsonText
{
    /// <summary>Leaves letters of all languages and <c>&lt; &gt; &amp;</c> as they are, as the services that we imitate do.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>An object whose values are all strings, as Simple Log Service exports them.</summary>
    public static string Strings(IEnumerable<(string Key, string Value)> members) => Object(writer =>
    {
        foreach (var (key, value) in members)
            writer.WriteString(key, value);
    });
}
