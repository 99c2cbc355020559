// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Scenarios;

/// <summary>One run of the program within the test, with what it costs watched.</summary>
internal sealed record ProgramRun(int Code, string Output, string Error)
{
    /// <summary>
    /// No small input may cost more CPU, whatever it holds. Of the whole process, which may run other tests beside: generous, and yet it
    /// does not grow while the machine is busy with something else.
    /// </summary>
    private static readonly TimeSpan MaxCpu = TimeSpan.FromMinutes(2);

    public static ProgramRun Of(params string[] arguments) => Of(isTerminal: false, CancellationToken.None, arguments);

    public static ProgramRun Of(bool isTerminal, CancellationToken interrupted, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new Terminal(output, error) { OutputIsTerminal = isTerminal, ErrorIsTerminal = false, Width = 100 };
        var before = Environment.CpuUsage.TotalTime;
        var context = new CommandContext(terminal, interrupted);
        var root = Composition.Root(context, Composition.OfProcess(), arguments);
        var code = (int)new Application(root, context).Run(arguments);
        terminal.Out.Flush();
        Assert.IsLessThan(MaxCpu, Environment.CpuUsage.TotalTime - before);
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
