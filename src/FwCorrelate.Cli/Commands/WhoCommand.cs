// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Correlation;
using FwCorrelate.Network;
using FwCorrelate.Service;
using FwCorrelate.Service.Connections;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate who</c>: who held an address at a time, and which calls ran there.</summary>
internal sealed class WhoCommand : CliCommand
{
    private static readonly Duration MostSlack = Duration.FromHours(1);

    private readonly Argument<string> _address = new("ADDRESS[:PORT]")
    {
        Description =
            "Source address of the connection, with its port where it is known; IPv6 with a port in brackets"
    };
    private readonly Argument<string> _time = new("TIME")
    {
        Description = "When: RFC 3339; without an offset it is read in --tz, else in UTC and in each zone of case.yml",
    };
    private readonly Argument<string> _case = new("CASE") { Description = "Folder with traces, leases and case.yml; logs are not read" };
    private readonly Option<string> _destination = new("--destination")
    {
        Description = "Where the connection went: then commands are asked too",
        HelpName = "ADDRESS[:PORT]",
    };
    private readonly Option<string> _within = new("--within")
    {
        Description = "How far off TIME may be, each way (default: 2s)",
        HelpName = "DURATION",
    };
    private readonly Option<string> _zone = new("--tz")
    {
        Description = "Zone to show times in and to read TIME in (default: UTC)",
        HelpName = "ZONE",
    };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly QuietOption _quiet = new();

    public WhoCommand(CommandContext context)
        : base("who", "Say who held an address at a time, how surely, and which calls ran there", context)
    {
        Add(_address);
        Add(_time);
        Add(_case);
        Add(_destination);
        Add(_within);
        Add(_zone);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples =
        [
            "who 10.8.3.21 2026-01-15T03:12:44Z case/",
            "who 10.8.3.21:40112 '2026-01-15 11:12:44' case/ --tz Asia/Shanghai --destination 203.0.113.7:22",
            "who '[fd00::12]:40112' 2026-01-15T03:12:44Z case/ --within 60s --format jsonl",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var (address, port) = EndOf("ADDRESS", parsed.GetRequiredValue(_address));
        var folder = parsed.GetRequiredValue(_case);
        InputPaths.MustBeFolder("case", folder, "Name the folder that holds the traces and leases");
        var zone = parsed.GetValue(_zone) is { } named ? OptionText.Zone("--tz", named) : null;
        var time = parsed.GetRequiredValue(_time);
        OptionText.Time("TIME", time, zone ?? DateTimeZone.Utc);
        var question = new AddressQuestion(
            address, port, DestinationOf(parsed.GetValue(_destination)), settings => ReadingsOf(time, zone, settings),
            SlackOf(parsed.GetValue(_within)));
        var report = question.Ask(new InvestigationOptions { CasePath = folder }, Interrupted);
        var complaints = new Complaints(Terminal, _quiet.Read(parsed));
        foreach (var problem in report.Problems)
            complaints.Add(problem);
        AddressWriter.Write(report, question, format, zone ?? DateTimeZone.Utc, Terminal);
        complaints.SayTotal();
        return report.Leases + report.Calls == 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }

    // A stamp with an offset means one time; without one, what --tz says, else whatever zone the case knows of.
    private static List<(string Zone, Instant At)> ReadingsOf(string time, DateTimeZone? zone, CaseSettings settings)
    {
        List<DateTimeZone> zones = zone is not null ? [zone]
            : [DateTimeZone.Utc, .. settings.Zones.Values.DistinctBy(z => z.Id).OrderBy(z => z.Id, StringComparer.Ordinal)];
        var readings = new List<(string Zone, Instant At)>();
        foreach (var one in zones)
        {
            if (TryRead(one) is { } at && readings.TrueForAll(r => r.At != at))
                readings.Add((one.Id, at));
        }

        return readings;

        Instant? TryRead(DateTimeZone one)
        {
            try
            {
                return OptionText.Time("TIME", time, one);
            }
            catch (ConfigurationException) when (readings.Count > 0)
            {
                // It does not exist in a zone that nobody asked for.
                return null;
            }
        }
    }

    private static Duration SlackOf(string? text)
    {
        var slack = text is null ? Duration.FromSeconds(2) : OptionText.Span("--within", text);
        return slack >= Duration.Zero && slack <= MostSlack ? slack
            : throw new ConfigurationException($"--within '{text}' is out of range: expected 0s to 1h, how far off the time may be");
    }

    private static Endpoint? DestinationOf(string? text)
    {
        if (text is null)
            return null;
        var (address, port) = EndOf("--destination", text);
        return new Endpoint(address, port ?? 0, TransportProtocol.Tcp);
    }

    private static (HostAddress Address, ushort? Port) EndOf(string what, string text) => OptionText.Address(text)
        ?? throw new ConfigurationException(
            $"{what} '{text}' is not an address: expected one such as 10.8.3.21, 10.8.3.21:40112 or [fd00::12]:40112");
}
