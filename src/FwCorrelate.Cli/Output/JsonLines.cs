// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Ecs;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// ECS documents as JSON lines on standard output. JSON keeps bidi and zero-width characters as they are; on a terminal they are
/// written as JSON's own escapes, which says the same and shows them.
/// </summary>
internal sealed class JsonLines : IDisposable
{
    private readonly Stream _output;
    private readonly MemoryStream? _line;
    private readonly JsonLinesWriter _writer;

    public JsonLines(Terminal terminal)
    {
        terminal.Out.Flush();
        _output = terminal.OutputIsTerminal ? terminal.Bytes : new BufferedStream(terminal.Bytes, 1 << 16);
        _line = terminal.OutputIsTerminal ? new MemoryStream() : null;
        _writer = new JsonLinesWriter(_line ?? _output);
    }

    public void Write(EcsDocument document)
    {
        _writer.Write(document);
        if (_line is null)
            return;
        _output.Write(Encoding.UTF8.GetBytes(TerminalText.EscapeJson(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length))));
        _line.SetLength(0);
    }

    /// <summary>Hands on what is buffered; standard output stays open.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _output.Flush();
        _line?.Dispose();
    }
}
