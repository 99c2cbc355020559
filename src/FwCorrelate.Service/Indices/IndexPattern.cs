// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using FwCorrelate.Cases;

namespace FwCorrelate.Service.Indices;

/// <summary><c>elastic:PATTERN</c>, where a path may stand: documents of an index, a data stream, an alias or a pattern of them.</summary>
public static class IndexPattern
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \"/\\?<>|#");

    public const string Prefix = "elastic:";

    public static bool IsOne(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The names behind the prefix.</summary>
    /// <exception cref="ConfigurationException">There are none, or they are not names of indices.</exception>
    public static string NamesOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path[Prefix.Length..];
        if (names.Length == 0 || names.StartsWith('_') || names.AsSpan().ContainsAny(Forbidden)
            || names.AsSpan().ContainsAnyInRange('\0', ' '))
            throw new ConfigurationException($"'{path}' names no index: expected such as {Prefix}logs-fwcorrelate.flow-*");
        return names;
    }
}
