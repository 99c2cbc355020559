// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>The body of a request: none, one JSON document, or JSON lines out of many parts, which are not copied together.</summary>
public readonly struct EngineBody
{
    private EngineBody(IReadOnlyList<ReadOnlyMemory<byte>> parts, bool isLines) => (Parts, IsLines) = (parts, isLines);

    public static EngineBody None => default;

    /// <summary>Whether the parts are JSON lines (<c>_bulk</c>) rather than one document.</summary>
    public bool IsLines { get; }

    /// <summary>UTF-8, sent one after the other; null without a body.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>>? Parts { get; }

    /// <param name="utf8">One JSON document.</param>
    public static EngineBody Json(ReadOnlyMemory<byte> utf8) => new([utf8], isLines: false);

    public static EngineBody Json(string json) => Json(Encoding.UTF8.GetBytes(json));

    public static EngineBody Json(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Json(json.ToJsonString());
    }

    /// <param name="parts">Whole lines when put together, the last ended by LF too.</param>
    public static EngineBody Lines(IReadOnlyList<ReadOnlyMemory<byte>> parts) => new(parts, isLines: true);
}
