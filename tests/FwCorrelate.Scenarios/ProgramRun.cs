// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Scenarios;

/// <summary>One run of the program within the test, with the clock watched.</summary>
internal sealed record ProgramRun(int Code, string Output, string Error)
{
    /// <summary>No small input may take longer, whatever it holds.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    public static ProgramRun Of(params string[] arguments) => Of(isTerminal: false, CancellationToken.None, arguments);

    public static ProgramRun Of(bool isTerminal, CancellationToken interrupted, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new Terminal(output, error) { OutputIsTerminal = isTerminal, ErrorIsTerminal = false, Width = 100 };
        var watch = Stopwatch.StartNew();
        var context = new CommandContext(terminal, interrupted);
        var root = Composition.Root(context, Composition.OfProcess(), arguments);
        var code = (int)new Application(root, context).Run(arguments);
        terminal.Out.Flush();
        Assert.IsLessThan(LongestRun, watch.Elapsed);
        return new ProgramRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Investigates a case into a folder beside it and reads the ledger, which must add up.</summary>
    public static (ProgramRun Run, JsonElement Ledger) Investigate(CaseCopy copy, params string[] more)
    {
        var folder = copy.Path + ".out";
        try
        {
            var run = Of(["investigate", copy.Path, "--format", "csv", "--out", folder, "--force", .. more]);
            Assert.DoesNotContain("internal error", run.Error);
            Assert.DoesNotContain("   at FwCorrelate", run.Error);
            if (run.Code == 3)
                return (run, default);
            using var ledger = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(folder, "ledger.json")));
            Assert.IsTrue(ledger.RootElement.GetProperty("adds_up").GetBoolean());
            return (run, ledger.RootElement.Clone());
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
