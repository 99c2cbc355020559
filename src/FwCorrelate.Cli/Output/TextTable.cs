// SPDX-License-Identifier: Apache-2.0
using Spectre.Console;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// Rows in columns of fixed width, written one by one: a table of any length needs no memory. The last column wraps; nothing is cut.
/// </summary>
internal sealed class TextTable(PageWriter page, params int[] widths)
{
    private readonly int _lastColumn = widths.Sum() + widths.Length;

    public void Header(params ReadOnlySpan<string> cells) => Write(cells, Emphasis.Strong);

    public void Row(params ReadOnlySpan<string> cells) => Write(cells, Emphasis.None);

    private void Write(ReadOnlySpan<string> cells, Emphasis emphasis)
    {
        var head = "";
        var end = 0;
        for (var i = 0; i < cells.Length - 1; i++)
        {
            head += TerminalText.Escape(cells[i]);
            end += widths[i] + 1;
            head += new string(' ', Math.Max(1, end - head.GetCellWidth()));
        }

        page.Field(head.TrimEnd(), cells[^1], 0, _lastColumn, emphasis);
    }
}
