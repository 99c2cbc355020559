// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Matching;

/// <summary>Sigma's levels (Sigma rules specification 2.1, "level"), in order.</summary>
public enum Level
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Names and numbers of levels.</summary>
public static class Levels
{
    /// <summary>Lower-case name, as Sigma writes it.</summary>
    public static string Name(this Level level) => level switch
    {
        Level.Low => "low",
        Level.Medium => "medium",
        Level.High => "high",
        Level.Critical => "critical",
        _ => "informational",
    };

    /// <summary>ECS <c>event.severity</c>, on Elastic's risk scale: 0, 21, 47, 73, 99.</summary>
    public static int Severity(this Level level) => level switch
    {
        Level.Low => 21,
        Level.Medium => 47,
        Level.High => 73,
        Level.Critical => 99,
        _ => 0,
    };

    /// <summary>Reads Sigma's name without case.</summary>
    public static bool TryParse(string? text, out Level level)
    {
        foreach (var candidate in Enum.GetValues<Level>())
        {
            if (string.Equals(candidate.Name(), text, StringComparison.OrdinalIgnoreCase))
            {
                level = candidate;
                return true;
            }
        }

        level = Level.Informational;
        return false;
    }
}
