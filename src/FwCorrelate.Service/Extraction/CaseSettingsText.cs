// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Cases;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Extraction;

/// <summary>Writes settings as <c>case.yml</c> (design, section 5); what is the default is left out.</summary>
internal static class CaseSettingsText
{
    /// <param name="comments">Lines for people, above the settings.</param>
    public static string Of(CaseSettings settings, IEnumerable<string> comments)
    {
        var text = new StringBuilder();
        foreach (var line in comments)
            text.Append("# ").Append(OneLine(line)).Append('\n');
        Map(text, "sources", settings.Sources.Select(s => (s.Name, s.Glob)));
        Map(text, "zones", settings.Zones.Select(z => (z.Key, z.Value.Id)));
        Map(text, "years", settings.Years.Select(y => (y.Key, YearMonthPattern.Iso.Format(y.Value))));
        Map(text, "clock_offsets", settings.ClockOffsets.Select(o => (o.Key, Text(o.Value))));
        Map(text, "slack", settings.Slack.Select(s => (s.Key, Text(s.Value))));
        Map(text, "attributes", settings.Attributes.Select(a => (a.Key, a.Value)));
        if (!settings.InternalNetworks.SequenceEqual(CaseSettings.Default.InternalNetworks))
            text.Append("internal_networks: [").AppendJoin(", ", settings.InternalNetworks.Select(n => Quoted(n.ToString()))).Append("]\n");
        var (before, after) = (Text(settings.WindowBefore), Text(settings.WindowAfter));
        text.Append(CultureInfo.InvariantCulture, $"window: {{before: {before}, after: {after}}}\n");
        text.Append(CultureInfo.InvariantCulture, $"idle_timeout: {Text(settings.IdleTimeout)}\n");
        if (settings.Redaction != ArgumentRedaction.Truncate)
            text.Append("redact: {arguments: ").Append(settings.Redaction == ArgumentRedaction.None ? "none" : "hash").Append("}\n");
        if (settings is { GpuHourPrice: { } price, GpuHourCurrency: { } currency })
            text.Append(CultureInfo.InvariantCulture, $"gpu_hour_price: {{amount: {price}, currency: {Quoted(currency)}}}\n");
        Map(text, "custody", Some(("case", settings.CustodyCase), ("examiner", settings.CustodyExaminer)));
        Items(text, "infrastructure", settings.Infrastructure.Select(Entry));
        Items(text, "decisions", settings.Decisions.Select(Decision));
        return text.ToString();
    }

    private static string Entry(InfrastructureEntry entry) => Flow(Some(("to", entry.To), ("from", entry.From), ("why", entry.Why),
        ("by", entry.By.Length > 0 ? entry.By : null), ("until", entry.Until is { } day ? LocalDatePattern.Iso.Format(day) : null)),
        entry.Ports.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", ports: [{string.Join(", ", entry.Ports)}]") : "");

    private static string Decision(CaseDecision decision) => Flow(Some(("incident", decision.Incident), ("says", decision.Says),
        ("by", decision.By), ("at", decision.At is { } at ? InstantPattern.ExtendedIso.Format(at) : null)), "");

    private static IEnumerable<(string, string)> Some(params (string Key, string? Value)[] members) =>
        members.Where(m => m.Value is not null).Select(m => (m.Key, m.Value!));

    private static string Flow(IEnumerable<(string Key, string Value)> members, string more) =>
        $"{{{string.Join(", ", members.Select(m => $"{m.Key}: {Quoted(m.Value)}"))}{more}}}";

    private static void Map(StringBuilder text, string key, IEnumerable<(string Key, string Value)> members)
    {
        var any = false;
        foreach (var (name, value) in members)
        {
            if (!any)
                text.Append(key).Append(":\n");
            any = true;
            text.Append("  ").Append(Quoted(name)).Append(": ").Append(Quoted(value)).Append('\n');
        }
    }

    private static void Items(StringBuilder text, string key, IEnumerable<string> items)
    {
        var all = items.ToList();
        if (all.Count == 0)
            return;
        text.Append(key).Append(":\n");
        foreach (var item in all)
            text.Append("  - ").Append(item).Append('\n');
    }

    private static string Text(Duration duration) =>
        (duration.TotalNanoseconds / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + "ms";

    // YAML's double quotes (1.2.2, section 7.3.1): what an agent named cannot leave them.
    private static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c is '"' or '\\' ? text.Append('\\').Append(c)
                : char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
                : text.Append(c);
        }

        return text.Append('"').ToString();
    }

    private static string OneLine(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            _ = Redaction.HiddenCharacters.Contain(rune) ? text.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>")
                : text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
