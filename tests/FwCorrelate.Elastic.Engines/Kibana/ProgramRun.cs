// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>One run of the program within the test.</summary>
internal sealed record ProgramRun(int Code, string Output, string Error)
{
    public static ProgramRun Of(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new Terminal(output, error) { OutputIsTerminal = false, ErrorIsTerminal = false, Width = 100 };
        var context = new CommandContext(terminal, CancellationToken.None);
        var code = (int)new Application(Composition.Root(context, Composition.OfProcess(), arguments), context).Run(arguments);
        terminal.Out.Flush();
        return new ProgramRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
