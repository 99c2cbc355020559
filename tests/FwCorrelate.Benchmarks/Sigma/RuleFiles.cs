// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Benchmarks.Sigma;

/// <summary>Rules for measurements; one that cannot be read ends the run.</summary>
internal static class RuleFiles
{
    /// <summary>The rules of a folder, by the names of their files.</summary>
    public static IReadOnlyList<Rule> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yml").Order(StringComparer.Ordinal).SelectMany(f => Parse(f, File.ReadAllBytes(f)))];

    public static IReadOnlyList<Rule> Parse(string name, ReadOnlySpan<byte> text)
    {
        var read = RuleReader.Read(name, text);
        return Checked(read.Rules, read.Errors);
    }

    public static T Checked<T>(T made, IReadOnlyList<RuleError> errors) =>
        errors.Count == 0 ? made : throw new InvalidDataException(string.Join('\n', errors));
}
