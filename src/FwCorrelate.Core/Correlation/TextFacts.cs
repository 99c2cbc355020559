// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Calls with one text.</summary>
internal sealed class TextFacts(TextCount count, ProgramFacts program)
{
    /// <summary>Of its first call.</summary>
    public DestinationTelling Telling => count.Telling;

    public int Calls => count.Calls;

    public ProgramFacts Program => program;

    /// <summary>What tells how many of its calls act, by family.</summary>
    public Dictionary<int, TextEvidence> Evidence { get; } = [];
}

/// <summary>How many calls a text has.</summary>
internal readonly record struct TextCount(int Calls, DestinationTelling Telling)
{
    /// <summary>Of a call that is not in the timeline.</summary>
    public static TextCount One => new(1, DestinationTelling.Open);
}
