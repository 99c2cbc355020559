// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma;

/// <summary>The rule pack that the program carries: rules, and the lists of indicators that they name.</summary>
public static class ShippedRules
{
    private const string Prefix = "rules/";
    private static readonly Lazy<IReadOnlyList<RuleFile>> All = new(Read);

    /// <summary>By name.</summary>
    public static IReadOnlyList<RuleFile> Files => All.Value;

    /// <summary>See <see cref="RuleFile.HashOf"/>.</summary>
    public static string Hash => RuleFile.HashOf(Files);

    private static List<RuleFile> Read()
    {
        var assembly = typeof(ShippedRules).Assembly;
        var files = new List<RuleFile>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(new RuleFile(name, name[Prefix.Length..], bytes));
        }

        return files;
    }
}
