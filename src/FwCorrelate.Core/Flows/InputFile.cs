// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Formats;

namespace FwCorrelate.Flows;

/// <summary>
/// One input as a user names it. <see cref="Path"/> is relative to the case, with <c>/</c>, or <c>-</c> for standard input;
/// <see cref="Format"/> and <see cref="Source"/> are names (design, section 4).
/// </summary>
public sealed record InputFile(string Path, string Format, LogSettings Source)
{
    /// <summary>What ECS's <c>cloud.provider</c> says of a log's records; null where it is no cloud's, or no log.</summary>
    public string? CloudProvider { get; init; }

    /// <summary>Whether its records are requests of a proxy's clients. See <see cref="LogFormat.HoldsRequests"/>.</summary>
    public bool HoldsRequests { get; init; }

    /// <param name="origin">What wrote the records.</param>
    public static InputFile OfLog(string path, LogFormat origin, LogSettings source)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new InputFile(path, origin.Name, source) { CloudProvider = origin.CloudProvider, HoldsRequests = origin.HoldsRequests };
    }

    public override string ToString() => Path;
}
