// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Writes HTML. Tags, attribute names and classes come from this code alone; everything else goes through <see cref="Text(string)"/> or an
/// attribute's value and is made visible and encoded there. There is no way to write unencoded text of a log.
/// </summary>
public sealed class HtmlWriter(TextWriter writer)
{
    /// <summary>Opens an element; attributes without a value are left out.</summary>
    public HtmlWriter Open(string tag, string? cssClass = null, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        writer.Write('<');
        writer.Write(tag);
        if (cssClass is not null)
            Attribute("class", cssClass);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
                Attribute(name, value);
        }

        writer.Write('>');
        return this;
    }

    public HtmlWriter Close(string tag)
    {
        writer.Write("</");
        writer.Write(tag);
        writer.Write('>');
        return this;
    }

    /// <summary>Closes an element that ends a block, so that the page stays readable as text.</summary>
    public HtmlWriter CloseBlock(string tag)
    {
        Close(tag);
        writer.Write('\n');
        return this;
    }

    /// <summary>Text of ours or anybody's, made visible and encoded.</summary>
    public HtmlWriter Text(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            WriteEncoded(VisibleText.Of(text));
        return this;
    }

    public HtmlWriter Text(long number) => Text(number.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>
    /// Text from a log or a trace: encoded, and isolated so that right-to-left text cannot reorder what stands around it.
    /// </summary>
    public HtmlWriter Foreign(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return this;
        return Open("bdi").Text(text).Close("bdi");
    }

    /// <summary>An element with text of ours.</summary>
    public HtmlWriter Element(string tag, string? text, string? cssClass = null) => Open(tag, cssClass).Text(text).Close(tag);

    /// <summary>An element with text from a log or a trace.</summary>
    public HtmlWriter ForeignElement(string tag, string? text, string? cssClass = null) => Open(tag, cssClass).Foreign(text).Close(tag);

    /// <summary>The head of a table; its columns are named with their scope, those of numbers begin with <c>#</c>.</summary>
    public HtmlWriter TableHead(string? caption, params ReadOnlySpan<string> columns)
    {
        Open("div", "scroll").Open("table");
        if (caption is not null)
            Element("caption", caption);
        Open("thead").Open("tr");
        foreach (var column in columns)
            Open("th", column.StartsWith('#') ? "number" : null, ("scope", "col")).Text(column.TrimStart('#')).Close("th");
        Close("tr").Close("thead").Open("tbody");
        return this;
    }

    public HtmlWriter TableEnd() => Close("tbody").Close("table").CloseBlock("div");

    /// <summary>What a cap left out, or nothing.</summary>
    public HtmlWriter More(long left, string what, string file) => left <= 0
        ? this
        : Open("p", "more").Text(left).Text($" more {what} in ").Element("code", file).CloseBlock("p");

    private void Attribute(string name, string value)
    {
        writer.Write(' ');
        writer.Write(name);
        writer.Write("=\"");
        WriteEncoded(VisibleText.Of(value));
        writer.Write('"');
    }

    private void WriteEncoded(string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '&': writer.Write("&amp;"); break;
                case '<': writer.Write("&lt;"); break;
                case '>': writer.Write("&gt;"); break;
                case '"': writer.Write("&quot;"); break;
                case '\'': writer.Write("&#39;"); break;
                default: writer.Write(c); break;
            }
        }
    }

    /// <summary>UTF-8 without a mark, which the page's own declaration names.</summary>
    internal static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The style sheet and other constants of this code.</summary>
    internal HtmlWriter Constant(string markup)
    {
        writer.Write(markup);
        return this;
    }
}
