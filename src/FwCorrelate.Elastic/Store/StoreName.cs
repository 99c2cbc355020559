// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Elastic.Store;

/// <summary>What things are called in an engine (design, section 9).</summary>
public static class StoreName
{
    /// <summary>Every template and pipeline of ours starts with it.</summary>
    public const string Prefix = "fwcorrelate";

    /// <summary>All incidents of all months.</summary>
    public const string IncidentAlias = "fwcorrelate-incidents";

    public const string IncidentPattern = IncidentAlias + "-*";

    public const string DefaultNamespace = "default";

    /// <summary>The data streams, by the part of their data set behind the dot.</summary>
    public static IReadOnlyList<string> Streams { get; } = ["flow", "alert", "tool_call", "attribution"];

    public static string Dataset(string stream) => $"fwcorrelate.{stream}";

    public static string DataStream(string stream, string name) => $"logs-{Dataset(stream)}-{name}";

    public static string StreamPattern(string stream) => $"logs-{Dataset(stream)}-*";

    /// <param name="firstSeen">As documents write times: the month is its first seven characters.</param>
    public static string IncidentIndex(string firstSeen)
    {
        ArgumentNullException.ThrowIfNull(firstSeen);
        return firstSeen.Length >= 7 && firstSeen[4] == '-' && DateOnly.TryParseExact(firstSeen[..7] + "-01", "yyyy-MM-dd", out _)
            ? $"{IncidentAlias}-{firstSeen[..4]}.{firstSeen[5..7]}"
            : throw new FormatException($"'{firstSeen}' does not start with a month: expected a time such as 2026-01-15T04:00:00.000000Z.");
    }

    /// <summary>Checks a namespace of data streams.</summary>
    /// <exception cref="ConfigurationException">No such name is allowed.</exception>
    public static string Namespace(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isFit = text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.')
            && text[0] is not ('.' or '_');
        return isFit
            ? text
            : throw new ConfigurationException(
                $"--namespace '{text}' is not one of a data stream: expected lower-case letters, digits, _ and ., at most 100 (no dash)");
    }
}
