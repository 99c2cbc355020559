// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsCheck;
using FwCorrelate.Cli.Output;

namespace FwCorrelate.Cli.Tests.Output;

[TestClass]
public sealed class CsvTextTests
{
    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("", "")]
    [DataRow(null, "")]
    [DataRow("a,b", "\"a,b\"")]
    [DataRow("a\"b", "\"a\"\"b\"")]
    [DataRow("a\nb", "\"a\nb\"")]
    [DataRow("=1+1", "'=1+1")]
    [DataRow("+1", "'+1")]
    [DataRow("-1", "'-1")]
    [DataRow("@SUM(A1)", "'@SUM(A1)")]
    [DataRow("\t=1", "'\t=1")]
    [DataRow("\r=1", "\"'\r=1\"")]
    [DataRow("  =1", "'  =1")]
    [DataRow("＝1", "'＝1")]
    [DataRow("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [DataRow(" x ", "\" x \"")]
    [DataRow("a=b", "a=b")]
    public void Quote_Field_IsRfc4180AndNoFormula(string? text, string expected) => Assert.AreEqual(expected, CsvText.Quote(text));

    [TestMethod]
    public void Number_Negative_KeepsItsSign()
    {
        using var terminal = new TestTerminal();
        new CsvText(terminal.Terminal).Number<long>(-1).Number<int>(null).Text("x").EndRow();

        Assert.AreEqual("-1,,x\r\n", terminal.Output);
    }

    [TestMethod]
    public void Row_OnATerminal_SpellsHiddenCharactersOut()
    {
        using var piped = new TestTerminal();
        using var shown = new TestTerminal(outputIsTerminal: true);
        new CsvText(piped.Terminal).Row("a\u001bb");
        new CsvText(shown.Terminal).Row("a\u001bb");

        Assert.AreEqual("a\u001bb\r\n", piped.Output);
        Assert.AreEqual("a<U+001B>b\r\n", shown.Output);
    }

    [TestMethod]
    public void Row_AnyFields_ReadsBackAsTheSameTextOrWithAnApostrophe() => Gen.String.Array[1, 5].Sample(fields =>
    {
        using var terminal = new TestTerminal();
        new CsvText(terminal.Terminal).Row([.. fields, "end"]);
        var read = ReadRow(terminal.Output);
        return read.Count == fields.Length + 1 && fields.Select((f, i) => read[i] == WellFormed(f) || read[i] == "'" + WellFormed(f)).All(same => same);
    });

    // RFC 4180, section 2, for one row.
    private static List<string> ReadRow(string row)
    {
        var fields = new List<string>();
        for (var i = 0; i < row.Length; i += row[i] == ',' ? 1 : 2)
        {
            var field = new StringBuilder();
            if (row[i] == '"')
            {
                for (i++; row[i] != '"' || row[i + 1] == '"'; i++)
                    field.Append(row[row[i] == '"' ? ++i : i]);
                i++;
            }

            while (row[i] is not (',' or '\r'))
                field.Append(row[i++]);
            fields.Add(field.ToString());
        }

        return fields;
    }

    // UTF-8 cannot carry half a surrogate pair.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
