// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Timelines;

/// <summary>
/// Makes ids of one sandbox equal: container ids are written with 12, 24 or 64 hex digits by different tools, of which the first 12
/// are the id that Docker prints.
/// </summary>
public static class SandboxKey
{
    private const int ShortContainerId = 12;

    public static string Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length > ShortContainerId && id.Length <= 64
            && id.All(char.IsAsciiHexDigit) ? id[..ShortContainerId].ToLowerInvariant() : id;
    }
}
