// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Fuzzing;

/// <summary>
/// A reader that takes any bytes. It must not throw, and what it counts must add up; a broken law is an exception like any other. The
/// signature is that of SharpFuzz (<c>Fuzzer.LibFuzzer.Run</c> takes it as it is), so that the same targets run under libFuzzer and AFL.
/// </summary>
internal delegate void Target(ReadOnlySpan<byte> data);

/// <summary>A target with texts to begin with.</summary>
/// <param name="ShortRun">Mutants that take about two seconds of a quiet processor, of which a run that nobody waits for has a
/// quarter.</param>
internal sealed record FuzzTarget(string Name, Target Run, int ShortRun, params string[] Seeds)
{
    /// <summary>Containers and the like, which no text can hold.</summary>
    public IReadOnlyList<byte[]> BinarySeeds { get; init; } = [];

    /// <summary>All texts to begin with.</summary>
    public IReadOnlyList<byte[]> AllSeeds => [.. Seeds.Select(System.Text.Encoding.UTF8.GetBytes), .. BinarySeeds];

    public override string ToString() => Name;
}
