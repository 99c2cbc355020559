// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Identity;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Leases;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>Reads <c>case.yml</c> (design, section 5). Whatever it does not know or cannot use is an error with file and line.</summary>
public static class CaseSettingsReader
{
    private static readonly string[] Keys =
    [
        "sources", "zones", "years", "clock_offsets", "internal_networks", "window", "idle_timeout", "infrastructure", "slack",
            "attributes",
        "geoip", "gpu_hour_price", "redact", "custody", "decisions",
    ];

    /// <summary>Settings of a case folder; the defaults where it has no <c>case.yml</c>.</summary>
    /// <param name="formats">Formats that settings may name; those of the program where none are given.</param>
    /// <exception cref="ConfigurationException">The file cannot be read or used.</exception>
    public static CaseSettings ReadFolder(string caseFolder, FlowFormats? formats = null)
    {
        foreach (var name in (string[])["case.yml", "case.yaml"])
        {
            var path = Path.Combine(caseFolder, name);
            if (new FileInfo(path) is { Exists: false, LinkTarget: null } && !Directory.Exists(path))
                continue;
            try
            {
                if (Directory.Exists(path))
                    throw new IOException("it is a folder, expected a file of settings");
                var settings = Read(
                    Encoding.UTF8.GetString(RegularFile.ReadBytes(path, SettingsText.MaxBytes + 1)).TrimStart('\uFEFF'), path, formats);
                return settings with { AddressDatabases = [.. settings.AddressDatabases.Select(d => Path.Combine(caseFolder, d))] };
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConfigurationException($"{path}: {e.Message}", e);
            }
        }

        return CaseSettings.Default;
    }

    /// <summary>Settings of a text.</summary>
    /// <param name="name">The file as messages name it.</param>
    /// <exception cref="ConfigurationException">The text cannot be used; the message starts with <c>file:line</c>.</exception>
    public static CaseSettings Read(string text, string name, FlowFormats? formats = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (SettingsText.Read(text, name) is not { } root)
            return CaseSettings.Default;
        var settings = CaseSettings.Default;
        var members = new SettingsNode(root, name, "").Members(Keys);
        if (members.TryGetValue("sources", out var sources))
            settings = settings with
            {
                Sources = [.. sources.AnyMembers().Select(s =>
                new NamedSource(s.Key, s.Node.Text("a glob such as logs/vpc/**")))]
            };
        foreach (var (key, node) in members)
            settings = Apply(settings, key, node, formats ?? FlowFormats.Shipped);
        return settings;
    }

    private static CaseSettings Apply(CaseSettings settings, string key, SettingsNode node, FlowFormats formats) => key switch
    {
        "zones" => settings with { Zones = BySource(node, settings, formats, n => n.Zone()) },
        "years" => settings with { Years = BySource(node, settings, formats, n => n.YearMonth()) },
        "clock_offsets" => settings with { ClockOffsets = BySource(node, settings, formats, n => n.Duration()) },
        "slack" => settings with { Slack = BySource(node, settings, formats, NotNegative) },
        "internal_networks" => settings with { InternalNetworks = [.. node.Items().Select(Network)] },
        "window" => WithWindow(settings, node),
        "idle_timeout" => settings with
        {
            IdleTimeout = node.Duration() is var d
            && d > Duration.Zero ? d : throw node.Unexpected("a duration above zero")
        },
        "infrastructure" => settings with { Infrastructure = [.. node.Items().Select(Infrastructure)] },
        "attributes" => settings with { Attributes = Attributes(node) },
        "geoip" => settings with { AddressDatabases = [.. node.Items().Select(AddressDatabase)] },
        "gpu_hour_price" => WithPrice(settings, node),
        "redact" => WithRedaction(settings, node),
        "custody" => WithCustody(settings, node),
        "decisions" => settings with { Decisions = [.. node.Items().Select(Decision)] },
        _ => settings,
    };

    // A misspelt source would leave its setting without effect, and nobody would know.
    private static Dictionary<string, T> BySource<T>(
        SettingsNode node, CaseSettings settings, FlowFormats formats, Func<SettingsNode, T> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, member) in node.AnyMembers())
        {
            var known = settings.Sources.Select(s => s.Name).Concat(FormatNames(formats)).ToList();
            if (!known.Contains(key) && !PathGlob.IsGlob(key) && !key.Contains('/', StringComparison.Ordinal))
                throw new ConfigurationException(
                    $"{member.KeyPlace}: '{key}' is no source. Expected a name from 'sources', a format or a glob; "
                    + $"known: {string.Join(", ", known)}.");
            values.Add(key, read(member));
        }

        return values;
    }

    private static IEnumerable<string> FormatNames(FlowFormats formats) =>
        formats.All.Select(f => f.Name).Concat(TraceFormats.All.Concat(formats.MappedTraces).Select(f => f.Name))
            .Concat(IdentityFormats.All.Select(f => f.Name)).Append(LeaseFormat.Name);

    // It belongs to the evidence: what is read of it is in the results.
    private static string AddressDatabase(SettingsNode node)
    {
        var path = node.Text("a file of the case, such as geoip/country.mmdb");
        return !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..") ? path
            : throw node.Unexpected("a path within the case, such as geoip/country.mmdb");
    }

    private static AddressPrefix Network(SettingsNode node) =>
        AddressPrefix.TryParse(node.Text("a network"), out var prefix) ? prefix
            : throw node.Unexpected("an address or a CIDR block such as 10.0.0.0/8");

    private static CaseSettings WithWindow(CaseSettings settings, SettingsNode node)
    {
        var members = node.Members("before", "after");
        return settings with
        {
            WindowBefore = members.TryGetValue("before", out var before) ? NotNegative(before) : settings.WindowBefore,
            WindowAfter = members.TryGetValue("after", out var after) ? NotNegative(after) : settings.WindowAfter,
        };
    }

    private static Duration NotNegative(SettingsNode node) =>
        node.Duration() is var duration && duration >= Duration.Zero ? duration : throw node.Unexpected("a duration that is not negative");

    private static Dictionary<string, string> Attributes(SettingsNode node) =>
        node.Members(AttributeNames.CaseKeys).ToDictionary(m => m.Key, m => m.Value.Text("an attribute name"), StringComparer.Ordinal);

    private static InfrastructureEntry Infrastructure(SettingsNode node)
    {
        var members = node.Members("to", "ports", "from", "why", "by", "until");
        var from = Required(node, members, "from");
        var sources = from.Text("hosts, sandboxes or a CIDR block");
        if (sources is not ("hosts" or "sandboxes") && !AddressPrefix.TryParse(sources, out _))
            throw from.Unexpected("hosts, sandboxes or a CIDR block such as 10.8.0.0/16");
        return new InfrastructureEntry(
            Required(node, members, "to").Text("an address, a CIDR block or a domain"),
            members.TryGetValue("ports", out var ports) ? [.. ports.Items().Select(p => p.Port())] : [],
            sources,
            Required(node, members, "why").Text("a reason"),
            members.TryGetValue("by", out var by) ? by.Text("a name") : "",
            members.TryGetValue("until", out var until) ? until.Date() : null,
            node.Value.Position.Line);
    }

    private static CaseDecision Decision(SettingsNode node)
    {
        var members = node.Members("incident", "says", "by", "at");
        var incident = Required(node, members, "incident");
        var id = incident.Text("an incident's id");
        if (!id.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) || id.Length <= 4)
            throw incident.Unexpected("an incident's id such as INC-225fc7d55926, or the beginning of one");
        return new CaseDecision(
            id, Required(node, members, "says").Text("what was decided, such as confirmed"),
            members.TryGetValue("by", out var by) ? by.Text("a name") : null,
            members.TryGetValue("at", out var at) ? at.Time() : null, node.Value.Position.Line);
    }

    private static CaseSettings WithPrice(CaseSettings settings, SettingsNode node)
    {
        var members = node.Members("amount", "currency");
        return settings with
        {
            GpuHourPrice = Required(node, members, "amount").Amount(),
            GpuHourCurrency = Required(node, members, "currency").Text("a currency such as USD"),
        };
    }

    private static CaseSettings WithRedaction(CaseSettings settings, SettingsNode node)
    {
        var members = node.Members("arguments");
        if (!members.TryGetValue("arguments", out var arguments))
            return settings;
        return settings with
        {
            Redaction = arguments.Text("none, hash or truncate") switch
            {
                "none" => ArgumentRedaction.None,
                "hash" => ArgumentRedaction.Hash,
                "truncate" => ArgumentRedaction.Truncate,
                _ => throw arguments.Unexpected("none, hash or truncate"),
            },
        };
    }

    private static CaseSettings WithCustody(CaseSettings settings, SettingsNode node)
    {
        var members = node.Members("case", "examiner");
        return settings with
        {
            CustodyCase = members.TryGetValue("case", out var number) ? number.Text("a case number") : null,
            CustodyExaminer = members.TryGetValue("examiner", out var examiner) ? examiner.Text("a name") : null,
        };
    }

    private static SettingsNode Required(SettingsNode owner, Dictionary<string, SettingsNode> members, string key) =>
        members.GetValueOrDefault(key)
        ?? throw new ConfigurationException($"{owner.Place}: {owner.Path} lacks '{key}', which is required.");
}
