// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests;

/// <summary>A terminal in memory.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public TestTerminal(bool outputIsTerminal = false, int width = 80, Stream? input = null)
    {
        Terminal = new Terminal(_output, _error) { OutputIsTerminal = outputIsTerminal, Width = width, Input = input ?? Stream.Null };
        Terminal.Out.NewLine = "\n";
    }

    public Terminal Terminal { get; }

    public string Output
    {
        get
        {
            Terminal.Out.Flush();
            return Encoding.UTF8.GetString(_output.ToArray());
        }
    }

    public string Error => _error.ToString();

    public void Dispose()
    {
        Terminal.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
