// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Naive;

/// <summary>One value of a rule against one value of an event.</summary>
internal static class NaiveValue
{
    public static bool Passes(DetectionItem item, RuleValue wanted, FieldValue value, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
    {
        if (item.Has(Modifier.Exists))
            return (value.Kind != FieldValueKind.Missing) == (wanted.Text == "true");
        if (value.Kind == FieldValueKind.List)
            return value.List.Any(m => Passes(item, wanted, m, placeholders));
        if (wanted.Kind == RuleValueKind.Null)
            return !value.IsPresent;
        if (!value.IsPresent)
            return false;
        var texts = item.Has(Modifier.Expand) ? Expanded(wanted.Text, placeholders) : [wanted.Text];
        return texts.Any(t => Passes(item, wanted.Kind, t, value));
    }

    private static bool Passes(DetectionItem item, RuleValueKind kind, string wanted, FieldValue value)
    {
        if (item.Modifiers.Any(m => m is >= Modifier.Minute and <= Modifier.Year))
            return PartOfDate(item, value) is { } part && (Comparison(item) is { } ordered ? Ordered(ordered, part, wanted) : Whole(wanted, FieldValue.Of(part), false));
        if (Comparison(item) is { } comparison)
            return Number(value) is { } number && Ordered(comparison, number, wanted);
        if (item.Has(Modifier.Cidr))
            return IsInside(value.ToString(), wanted);
        if (item.Has(Modifier.Regex))
            return Search(item, wanted, value.ToString());
        return NaiveText.Forms(item, kind, wanted).Any(form => form.IsPlain
            ? Whole(form.Plain, value, item.Has(Modifier.Cased))
            : form.Matches(value.ToString(), item.Has(Modifier.Cased)));
    }

    /// <summary>Numbers by their value, addresses in any spelling, everything else as text.</summary>
    private static bool Whole(string wanted, FieldValue value, bool cased) => value.Kind switch
    {
        FieldValueKind.Real => double.TryParse(wanted, CultureInfo.InvariantCulture, out var real) && real.Equals(value.Real),
        FieldValueKind.Address => IPAddress.TryParse(wanted, out var address) && Unmapped(address).Equals(Unmapped(IPAddress.Parse(value.ToString()))),
        FieldValueKind.Boolean => string.Equals(wanted, value.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(wanted, value.ToString(), cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
    };

    private static IEnumerable<string> Expanded(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
    {
        var match = Regex.Match(text.Replace("\\%", "\u0001\u0001", StringComparison.Ordinal), "%([^%]+)%");
        return match.Success
            ? placeholders[match.Groups[1].Value].SelectMany(v => Expanded(text[..match.Index] + v + text[(match.Index + match.Length)..], placeholders))
            : [text.Replace("\\%", "%", StringComparison.Ordinal)];
    }

    private static Modifier? Comparison(DetectionItem item) =>
        item.Modifiers.Where(m => m is >= Modifier.LessThan and <= Modifier.GreaterOrEqual).Select(m => (Modifier?)m).FirstOrDefault();

    private static decimal? Number(FieldValue value) =>
        value.Kind is not (FieldValueKind.Boolean or FieldValueKind.Address)
        && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Ordered(Modifier comparison, decimal number, string limit)
    {
        var other = decimal.Parse(limit, NumberStyles.Float, CultureInfo.InvariantCulture);
        return comparison switch
        {
            Modifier.LessThan => number < other,
            Modifier.LessOrEqual => number <= other,
            Modifier.GreaterThan => number > other,
            _ => number >= other,
        };
    }

    private static bool IsInside(string value, string network)
    {
        if (!Regex.IsMatch(value, @"^(\d+\.\d+\.\d+\.\d+|.*:.*)$") || !IPAddress.TryParse(value, out var address))
            return false;
        var block = IPNetwork.Parse(network.Contains('/', StringComparison.Ordinal) ? network : network + (network.Contains(':', StringComparison.Ordinal) ? "/128" : "/32"));
        return block.Contains(Unmapped(address));
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool Search(DetectionItem item, string pattern, string text)
    {
        var options = RegexOptions.CultureInvariant | (item.Has(Modifier.IgnoreCase) ? RegexOptions.IgnoreCase : 0)
            | (item.Has(Modifier.MultiLine) ? RegexOptions.Multiline : 0) | (item.Has(Modifier.DotAll) ? RegexOptions.Singleline : 0);
        var anchored = (item.Has(Modifier.StartsWith) ? "^" : "") + "(?:" + pattern + ")" + (item.Has(Modifier.EndsWith) ? "$" : "");
        return Regex.IsMatch(text, anchored, options);
    }

    private static long? PartOfDate(DetectionItem item, FieldValue value)
    {
        var text = new StringBuilder(value.Kind == FieldValueKind.Text ? value.Text : "").Replace(' ', 'T').ToString();
        if (!DateTime.TryParseExact(text.Length < 10 ? "" : text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return null;
        var hasTime = DateTime.TryParseExact(text.Length < 16 ? "" : text[..16], "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        return item.Modifiers.First(m => m is >= Modifier.Minute and <= Modifier.Year) switch
        {
            Modifier.Minute => hasTime ? time.Minute : null,
            Modifier.Hour => hasTime ? time.Hour : null,
            Modifier.Day => day.Day,
            Modifier.Week => ISOWeek.GetWeekOfYear(day),
            Modifier.Month => day.Month,
            _ => day.Year,
        };
    }
}
