// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>
/// Turns one value of an item into tests; several are OR-linked forms of the same value. None: something is wrong and reported.
/// </summary>
internal sealed class ValueTranslator(DetectionItem item, SigmaOptions options, RuleErrors errors)
{
    private const int MaxRegexLength = 4_096;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public ValueTest[] Translate(RuleValue value)
    {
        if (item.Has(Modifier.Exists))
            return value.Kind == RuleValueKind.Boolean
                ? [new ExistsTest(value.Text == "true")]
                : Wrong(value, "'exists' needs true or false", "Write true or false without quotes.");
        if (value.Kind == RuleValueKind.Null)
            return TranslateNull(value);
        if (!item.Has(Modifier.Expand))
            return TranslateText(value, value.Text);
        var texts = Placeholders.Expand(value.Text, options.Placeholders, out var problem);
        if (problem is null)
            return [.. texts.SelectMany(t => TranslateText(value, t))];
        errors.Add(value.Position, problem,
            "Give it values in a file under indicators/ of the rules folder (rules/README.md), or remove 'expand'.");
        return [];
    }

    private ValueTest[] TranslateNull(RuleValue value)
    {
        if (item.Values.Count > 1)
            return Wrong(value, "null may not stand in a list (Sigma rules specification 2.1, \"Special Field Values\")",
                "Write a second detection with null and link both with 'or'.");
        if (item.Field is null || item.Modifiers.Any(m => m != Modifier.NotEqual))
            return Wrong(value, "null cannot be searched or modified", "Write a value.");
        return [new NullTest()];
    }

    private ValueTest[] TranslateText(RuleValue value, string text)
    {
        var datePart = item.Modifiers.FirstOrDefault(ModifierChain.IsDatePart);
        if (datePart != default)
            return [.. TranslateNumber(value, text).Select(t => new DatePartTest(datePart, t))];
        if (item.Modifiers.Any(ModifierChain.IsComparison))
            return TranslateNumber(value, text);
        if (item.Has(Modifier.Cidr))
            return TranslateNetwork(value, text);
        return item.Has(Modifier.Regex) ? TranslateRegex(value, text) : TranslateString(value, text);
    }

    private ValueTest[] TranslateNumber(RuleValue value, string text)
    {
        if (!CompareTest.TryParse(text, out var number))
            return Wrong(value, $"'{text}' is no number", "Write a number.");
        var comparison = item.Modifiers.FirstOrDefault(ModifierChain.IsComparison);
        return comparison switch
        {
            Modifier.LessThan => [new CompareTest(Comparison.LessThan, number)],
            Modifier.LessOrEqual => [new CompareTest(Comparison.LessOrEqual, number)],
            Modifier.GreaterThan => [new CompareTest(Comparison.GreaterThan, number)],
            Modifier.GreaterOrEqual => [new CompareTest(Comparison.GreaterOrEqual, number)],
            _ => [new ExactTest(text, cased: false)],
        };
    }

    private ValueTest[] TranslateNetwork(RuleValue value, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!AddressPrefix.TryParse(text, out var network)
            || !HostAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
            return Wrong(value, $"'{text}' is no network", "Write a CIDR block such as 10.0.0.0/8 or fc00::/7.");
        return AddressPrefix.HasHostBits(address, network)
            ? Wrong(value, $"'{text}' has bits set beyond its prefix", $"Write {network}, if that is meant.")
            : [new CidrTest(network, address.IsIPv4)];
    }

    private ValueTest[] TranslateRegex(RuleValue value, string pattern)
    {
        if (pattern.Length > MaxRegexLength)
            return Wrong(value, $"The regular expression has {pattern.Length} characters; {MaxRegexLength} are allowed", "Shorten it.");
        if (item.Has(Modifier.StartsWith))
            pattern = $"^(?:{pattern})";
        if (item.Has(Modifier.EndsWith))
            pattern = $"(?:{pattern})$";
        var flags = RegexOptions.CultureInvariant
            | (item.Has(Modifier.IgnoreCase) ? RegexOptions.IgnoreCase : 0)
            | (item.Has(Modifier.MultiLine) ? RegexOptions.Multiline : 0)
            | (item.Has(Modifier.DotAll) ? RegexOptions.Singleline : 0);
        try
        {
            return [RegexTest.InLinearTime(pattern, flags)];
        }
        catch (ArgumentException invalid)
        {
            return Wrong(value, $"The regular expression is invalid: {invalid.Message.TrimEnd('.')}", "Correct it.");
        }
        catch (NotSupportedException refused)
        {
            return options.SlowRegexLimit is { } limit
                ? [new RegexTest(new Regex(pattern, flags, limit.ToTimeSpan()))]
                : Wrong(value, $"The regular expression cannot run in linear time: {refused.Message.TrimEnd('.')}",
                    "Write it without lookaround, back references, atomic groups and large counts, or allow slow regular expressions with "
                    + "a time limit.");
        }
    }

    private ValueTest[] TranslateString(RuleValue value, string text)
    {
        var parsed = value.Kind == RuleValueKind.Text ? SigmaString.Parse(text) : SigmaString.Literal(text);
        if (item.Has(Modifier.WinDash))
            parsed = parsed.WithAnyDash();
        if (!item.Has(Modifier.Base64) && !item.Has(Modifier.Base64Offset))
            return [Test(parsed)];
        if (!parsed.IsPlain || parsed.Elements.Count == 0)
            return Wrong(value, $"'{text}' holds a wildcard or is empty and cannot be encoded",
                "Write the plain text to look for; escape '*' and '?' with '\\'.");
        var bytes = Bytes(parsed.Text);
        var forms = item.Has(Modifier.Base64) ? [Convert.ToBase64String(bytes)] : Base64Forms.AtEveryOffset(bytes);
        var tests = forms.Select(f => Test(SigmaString.Literal(f))).ToArray();
        return tests.Length > 0 ? tests : Wrong(value, $"'{text}' is too short to be recognised inside Base64", "Write a longer text.");
    }

    private ValueTest Test(SigmaString text)
    {
        var contains = item.Has(Modifier.Contains) || item.Field is null;
        var pattern = text.WithAnyRun(before: contains || item.Has(Modifier.EndsWith), after: contains || item.Has(Modifier.StartsWith));
        return pattern.IsPlain
            ? new ExactTest(pattern.Text, item.Has(Modifier.Cased))
            : new PatternTest(new TextPattern(pattern.Elements, item.Has(Modifier.Cased)));
    }

    private byte[] Bytes(string text) =>
        item.Has(Modifier.Utf16LittleEndian) ? Encoding.Unicode.GetBytes(text)
        : item.Has(Modifier.Utf16BigEndian) ? Encoding.BigEndianUnicode.GetBytes(text)
        : item.Has(Modifier.Utf16) ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]
        : Utf8.GetBytes(text);

    private ValueTest[] Wrong(RuleValue value, string what, string todo)
    {
        errors.Add(value.Position, what + ".", todo);
        return [];
    }
}
