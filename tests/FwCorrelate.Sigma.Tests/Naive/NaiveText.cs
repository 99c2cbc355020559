// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Naive;

/// <summary>A text value of a rule as a list of what may stand there: a character, any one, any number, any dash.</summary>
internal sealed class NaiveText
{
    private const string AnyRun = "*run*";
    private const string AnyOne = "*one*";
    private const string AnyDash = "*dash*";
    private const string Dashes = "-/\u2013\u2014\u2015";
    private readonly List<string> _units;

    private NaiveText(List<string> units) => _units = units;

    public bool IsPlain => _units.TrueForAll(u => u.Length == 1);

    public string Plain => string.Concat(_units);

    /// <summary>What a value means after its modifiers; several forms are alternatives.</summary>
    public static IEnumerable<NaiveText> Forms(DetectionItem item, RuleValueKind kind, string text)
    {
        var units = kind == RuleValueKind.Text ? Parse(text) : [.. text.Select(c => c.ToString())];
        if (item.Has(Modifier.WinDash))
            units = WithDashes(units);
        var alternatives = item.Has(Modifier.Base64) || item.Has(Modifier.Base64Offset) ? Encoded(item, string.Concat(units)) : [units];
        var contains = item.Has(Modifier.Contains) || item.Field is null;
        foreach (var form in alternatives)
        {
            yield return new NaiveText([
                .. contains || item.Has(Modifier.EndsWith) ? [AnyRun] : Array.Empty<string>(), .. form,
                .. contains || item.Has(Modifier.StartsWith) ? [AnyRun] : Array.Empty<string>()]);
        }
    }

    public bool Matches(string text, bool cased)
    {
        // Row by row: which beginnings of the text the units so far can stand for.
        var reached = new bool[text.Length + 1];
        reached[0] = true;
        foreach (var unit in _units)
        {
            var next = new bool[text.Length + 1];
            for (var i = 0; i <= text.Length; i++)
            {
                if (unit == AnyRun)
                    next[i] = reached[i] || (i > 0 && next[i - 1]);
                else if (reached[i] && i < text.Length && Taken(unit, text, i, cased) is var taken and > 0)
                    next[i + taken] = true;
            }

            reached = next;
        }

        return reached[text.Length];
    }

    private static int Taken(string unit, string text, int at, bool cased) => unit switch
    {
        AnyOne => char.IsSurrogatePair(text, at) && at + 1 < text.Length ? 2 : 1,
        AnyDash => Dashes.Contains(text[at], StringComparison.Ordinal) ? 1 : 0,
        _ => string.Equals(unit, text[at].ToString(), cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase) ? 1 : 0,
    };

    private static List<string> Parse(string text)
    {
        var units = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && "*?\\".Contains(text[i + 1], StringComparison.Ordinal))
                units.Add(text[++i].ToString());
            else
                units.Add(text[i] switch { '*' => AnyRun, '?' => AnyOne, var c => c.ToString() });
        }

        return units;
    }

    private static List<string> WithDashes(List<string> units) => [.. units.Select((unit, i) =>
        unit.Length == 1 && Dashes.Contains(unit, StringComparison.Ordinal) && (i == 0 || !IsWord(units[i - 1])) && i + 1 < units.Count && IsWord(units[i + 1])
            ? AnyDash : unit)];

    private static bool IsWord(string unit) => unit.Length == 1 && (char.IsLetterOrDigit(unit[0]) || unit == "_");

    private static IEnumerable<List<string>> Encoded(DetectionItem item, string text)
    {
        byte[] bytes = item.Has(Modifier.Utf16LittleEndian) ? Encoding.Unicode.GetBytes(text)
            : item.Has(Modifier.Utf16BigEndian) ? Encoding.BigEndianUnicode.GetBytes(text)
            : item.Has(Modifier.Utf16) ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]
            : Encoding.UTF8.GetBytes(text);
        if (item.Has(Modifier.Base64))
            return [[.. Convert.ToBase64String(bytes).Select(c => c.ToString())]];

        // What does not change whatever bytes stand before and behind.
        return Enumerable.Range(0, 3).Select(shift => Stable(bytes, shift)).Where(s => s.Length > 0).Select(s => s.Select(c => c.ToString()).ToList());
    }

    private static string Stable(byte[] bytes, int shift)
    {
        var ones = Enumerable.Repeat((byte)0xFF, 3);
        var first = Convert.ToBase64String([.. new byte[shift], .. bytes, .. new byte[6]]);
        var second = Convert.ToBase64String([.. Enumerable.Repeat((byte)0xFF, shift), .. bytes, .. ones, .. ones]);
        return string.Concat(first.Zip(second).SkipWhile(p => p.First != p.Second).TakeWhile(p => p.First == p.Second).Select(p => p.First));
    }
}
