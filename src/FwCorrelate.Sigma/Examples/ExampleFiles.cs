// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Examples;

/// <summary>Finds the examples of rule files: <c>name.tests.yml</c> beside <c>name.yml</c>, for shipped rules in the program.</summary>
public static class ExampleFiles
{
    private const string Prefix = "examples/";

    /// <summary>The file of examples beside a rule file; null where there is none.</summary>
    /// <exception cref="Cases.ConfigurationException">It is there and cannot be read.</exception>
    public static RuleFile? Beside(RuleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (ShippedRules.Files.Contains(file))
            return Shipped(file);
        foreach (var extension in RuleFolder.Extensions)
        {
            var path = NameBeside(file.Path, extension);
            if (File.Exists(path))
                return RuleFolder.ReadFile(path, NameBeside(file.Name, extension));
        }

        return null;
    }

    /// <summary>Files of examples under the paths whose rule file is missing: nobody would ever run them.</summary>
    public static IEnumerable<RuleError> Orphans(IEnumerable<string> paths) =>
        from path in paths
        where Directory.Exists(path)
        from file in FolderWalk.Of(path).Files
        where RuleFolder.IsExampleFile(file) && !RuleFolder.Extensions.Any(e => File.Exists(RuleBeside(file, e)))
        select new RuleError(RuleErrorKind.Invalid, file.Replace('\\', '/'), 1, 1, "There is no rule file beside these examples.",
            $"Name it {Path.GetFileName(RuleBeside(file, ".yml"))}, or remove the examples.");

    private static RuleFile? Shipped(RuleFile file)
    {
        var name = NameBeside(file.Name, ".yml");
        using var stream = typeof(ExampleFiles).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null)
            return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new RuleFile(NameBeside(file.Path, ".yml"), name, bytes);
    }

    private static string NameBeside(string path, string extension) => Path.ChangeExtension(path, RuleExamples.Ending + extension);

    private static string RuleBeside(string examples, string extension) =>
        Path.ChangeExtension(Path.ChangeExtension(examples, null), extension);
}
