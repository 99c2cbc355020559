// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Calls of one program.</summary>
internal sealed class ProgramFacts(ProgramCount count)
{
    public int Calls => count.Calls;

    public int Texts => count.Texts;

    /// <summary>Those of calls that were asked for.</summary>
    public List<TextFacts> KnownTexts { get; } = [];
}

/// <summary>How many calls and texts a program has.</summary>
internal readonly record struct ProgramCount(int Calls, int Texts)
{
    /// <summary>Of a call that is not in the timeline.</summary>
    public static ProgramCount One => new(1, 1);
}
