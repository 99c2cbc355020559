// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Cases;

/// <summary>The settings of one investigation: <c>case.yml</c> with what the command line adds (design, section 5).</summary>
public sealed record CaseSettings
{
    // Static members are set in the order of the text: the networks must stand before what uses them.
    private static IReadOnlyList<AddressPrefix> DefaultInternalNetworks { get; } =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7" }.Select(AddressPrefix.Parse)];

    public static CaseSettings Default { get; } = new();

    /// <summary>Named sets of inputs, in file order: the first glob that matches a relative path names its source.</summary>
    public IReadOnlyList<NamedSource> Sources { get; init; } = [];

    /// <summary>The last months of logs whose stamps tell no year, by SOURCE (name, format or glob).</summary>
    public IReadOnlyDictionary<string, YearMonth> Years { get; init; } = new Dictionary<string, YearMonth>();

    /// <summary>Zones of stamps without one, by SOURCE (name, format or glob).</summary>
    public IReadOnlyDictionary<string, DateTimeZone> Zones { get; init; } = new Dictionary<string, DateTimeZone>();

    /// <summary>True time = stamp - offset, by SOURCE.</summary>
    public IReadOnlyDictionary<string, Duration> ClockOffsets { get; init; } = new Dictionary<string, Duration>();

    /// <summary>How far off stamps may be, by SOURCE.</summary>
    public IReadOnlyDictionary<string, Duration> Slack { get; init; } = new Dictionary<string, Duration>();

    /// <summary>RFC 1918, RFC 6598 and unique local addresses (RFC 4193) unless the case names others.</summary>
    public IReadOnlyList<AddressPrefix> InternalNetworks { get; init; } = DefaultInternalNetworks;

    /// <summary>Files that tell countries and autonomous systems of outside addresses (<c>geoip</c>).</summary>
    public IReadOnlyList<string> AddressDatabases { get; init; } = [];

    /// <summary>What those files say; null until they are opened, and where there are none.</summary>
    public IAddressRegister? Addresses { get; init; }

    /// <summary>How long before a call's start an effect may be stamped.</summary>
    public Duration WindowBefore { get; init; } = Duration.FromSeconds(2);

    /// <summary>How long after a call's end an effect may start.</summary>
    public Duration WindowAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>Gap that ends a connection.</summary>
    public Duration IdleTimeout { get; init; } = Duration.FromMinutes(15);

    public IReadOnlyList<InfrastructureEntry> Infrastructure { get; init; } = [];

    /// <summary>
    /// OpenTelemetry attribute names to read before the known ones: <c>sandbox</c>, <c>host</c>, <c>run</c>, <c>episode</c>, ... to a name.
    /// </summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public ArgumentRedaction Redaction { get; init; } = ArgumentRedaction.Truncate;

    public string? CustodyCase { get; init; }

    public string? CustodyExaminer { get; init; }

    /// <summary>What people decided about incidents, in the order of the file.</summary>
    public IReadOnlyList<CaseDecision> Decisions { get; init; } = [];

    public decimal? GpuHourPrice { get; init; }

    public string? GpuHourCurrency { get; init; }

    /// <summary>Whether a file is one of <see cref="AddressDatabases"/>.</summary>
    public bool IsDatabase(string path) => AddressDatabases.Any(d => Path.GetFullPath(d) == Path.GetFullPath(path));

    public bool IsInternal(HostAddress address)
    {
        foreach (var network in InternalNetworks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}

/// <summary>A source: a name for the inputs that a glob matches.</summary>
public sealed record NamedSource(string Name, string Glob);

/// <summary>Expected traffic (design, section 5).</summary>
/// <param name="To">Address, CIDR or domain with a leading <c>*.</c>.</param>
/// <param name="Ports">Empty: any.</param>
/// <param name="From"><c>hosts</c>, <c>sandboxes</c> or a CIDR.</param>
/// <param name="Until">Last day on which the entry holds.</param>
/// <param name="Line">Line in <c>case.yml</c>.</param>
public sealed record InfrastructureEntry(
    string To, IReadOnlyList<int> Ports, string From, string Why, string By, LocalDate? Until, int Line)
{
    public override string ToString() => $"{To}{(Ports.Count > 0 ? ":" + string.Join(',', Ports) : "")} from {From} ({Why})";
}

/// <summary>How commands are written into results; secrets are masked in every mode.</summary>
public enum ArgumentRedaction
{
    Truncate,
    None,
    Hash,
}
