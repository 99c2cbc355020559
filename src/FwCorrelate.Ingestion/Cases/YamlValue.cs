// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Cases;

/// <summary>A value of a settings file with the line it stands on: a scalar, a list or a map.</summary>
internal sealed class YamlValue
{
    private YamlValue(int line, int column) => (Line, Column) = (line, column);

    /// <summary>1-based.</summary>
    public int Line { get; }

    /// <summary>1-based, of its first character.</summary>
    public int Column { get; }

    /// <summary>Text of a scalar; null for a list or a map.</summary>
    public string? Text { get; private init; }

    public IReadOnlyList<YamlValue>? Items { get; private init; }

    /// <summary>Members in file order; keys are unique.</summary>
    public IReadOnlyList<(string Key, int Line, int Column, YamlValue Value)>? Members { get; private init; }

    /// <summary>Whether nothing is written (<c>key:</c> alone, or null).</summary>
    public bool IsEmpty => Text is "" or "~" or "null";

    /// <summary>For messages: what kind of value it is.</summary>
    public string Kind => Text is not null ? $"'{Text}'" : Items is not null ? "a list" : "a map";

    public static YamlValue Scalar(string text, int line, int column) => new(line, column) { Text = text };

    public static YamlValue List(IReadOnlyList<YamlValue> items, int line, int column) => new(line, column) { Items = items };

    public static YamlValue Map(IReadOnlyList<(string Key, int Line, int Column, YamlValue Value)> members, int line, int column) =>
        new(line, column) { Members = members };
}
