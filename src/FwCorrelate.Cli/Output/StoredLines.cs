// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Output;

/// <summary>Stored documents as they stand in their file; on a terminal hidden characters are written as JSON's own escapes.</summary>
internal static class StoredLines
{
    public static void Write(IEnumerable<StoredDocument> documents, Terminal terminal)
    {
        foreach (var document in documents)
            terminal.Out.Write((terminal.OutputIsTerminal ? TerminalText.EscapeJson(document.Line) : document.Line) + "\n");
    }
}
