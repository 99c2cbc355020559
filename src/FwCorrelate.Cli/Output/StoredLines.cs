// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Output;

/// <summary>Stored documents as they stand in their file; on a terminal hidden characters are written as JSON's own escapes.</summary>
internal static class StoredLines
{
    public static void Write(IEnumerable<StoredDocument> documents, Terminal terminal) => Write(documents.Select(d => d.Utf8), terminal);

    /// <param name="lines">As they stand in the file.</param>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> lines, Terminal terminal)
    {
        if (terminal.OutputIsTerminal)
        {
            foreach (var line in lines)
                terminal.Out.Write(TerminalText.EscapeJson(Encoding.UTF8.GetString(line.Span)) + "\n");
            return;
        }

        terminal.Out.Flush();

        // Never closed: standard output is not ours to close.
        var bytes = new BufferedStream(terminal.Bytes, 1 << 16);
        foreach (var line in lines)
        {
            bytes.Write(line.Span);
            bytes.WriteByte((byte)'\n');
        }

        bytes.Flush();
    }
}
