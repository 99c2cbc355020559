// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Commands;

namespace FwCorrelate.Cli.Tests.CommandLine;

/// <summary>What happens when something happens that cannot.</summary>
[TestClass]
public sealed class DefectTests
{
    [TestMethod]
    [DataRow(typeof(InvalidOperationException))]
    [DataRow(typeof(FormatException))]
    [DataRow(typeof(ArgumentNullException))]
    [DataRow(typeof(KeyNotFoundException))]
    public void Defect_AnyException_IsOneSentenceAndACodeOfItsOwn(Type type)
    {
        var (code, _, error) = Run((_, _, _, _) => throw (Exception)Activator.CreateInstance(type)!);
        Assert.AreEqual(70, code);
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("fwcorrelate: internal error, a defect of fwcorrelate", error);
        Assert.DoesNotContain("   at ", error);
    }

    [TestMethod]
    public void Defect_WhileTheFolderIsWritten_StillShowsWhatWasFound()
    {
        var folder = Path.Combine(Path.GetTempPath(), "fwcorrelate-defect-" + Environment.ProcessId);
        var (code, output, _) = Run((_, _, _, _) => Sample.Busy() with { LedgerBySource = null! }, "--out", folder, "--format", "csv");
        Assert.AreEqual(70, code);
        Assert.Contains("INC-", output);
        Assert.IsFalse(Directory.Exists(folder));
    }

    private static (int Code, string Output, string Error) Run(Investigator investigate, params string[] more)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new Terminal(output, error) { Width = 100 };
        var context = new CommandContext(terminal, CancellationToken.None);
        string[] arguments = ["investigate", Path.GetTempPath(), .. more];
        var code = new Application(Composition.Root(context, new Services(investigate), arguments), context).Run(arguments);
        terminal.Out.Flush();
        return ((int)code, System.Text.Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
