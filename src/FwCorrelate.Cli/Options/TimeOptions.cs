// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using NodaTime;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--from --to --tz --zone --clock-offset</c>.</summary>
internal sealed class TimeOptions
{
    private readonly Option<string> _from = new("--from") { Description = "Leave out what starts before this time", HelpName = "TIME" };
    private readonly Option<string> _to = new("--to") { Description = "Leave out what starts at or after this time", HelpName = "TIME" };
    private readonly ZoneOption _zone = new();

    private readonly Option<string[]> _zones = new("--zone")
    {
        Description = "Zone of stamps that carry none, such as firewall=Asia/Shanghai (repeatable)",
        HelpName = "SOURCE=ZONE",
    };

    private readonly Option<string[]> _clockOffsets = new("--clock-offset")
    {
        Description = "How far a source's clock is ahead, such as flows=23s: true time = stamp - offset (repeatable)",
        HelpName = "SOURCE=DURATION",
    };

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
        _zone.AddTo(command);
        command.Add(_zones);
        command.Add(_clockOffsets);
    }

    /// <exception cref="ConfigurationException">A time, zone or duration cannot be read, or the interval is empty.</exception>
    public TimeSettings Read(ParseResult parsed)
    {
        var zone = _zone.Read(parsed);
        var from = parsed.GetValue(_from) is { } f ? OptionText.Time("--from", f, zone) : (Instant?)null;
        var to = parsed.GetValue(_to) is { } t ? OptionText.Time("--to", t, zone) : (Instant?)null;
        if (from >= to)
            throw new ConfigurationException($"--from {from} is not before --to {to}: expected an interval that holds something");
        return new TimeSettings(
            from, to, zone,
            OptionText.BySource("--zone", parsed.GetValue(_zones) ?? [], OptionText.Zone),
            OptionText.BySource("--clock-offset", parsed.GetValue(_clockOffsets) ?? [], OptionText.Span));
    }
}

/// <summary>What <see cref="TimeOptions"/> say.</summary>
internal sealed record TimeSettings(
    Instant? From, Instant? To, DateTimeZone DisplayZone,
    IReadOnlyDictionary<string, DateTimeZone> Zones, IReadOnlyDictionary<string, Duration> ClockOffsets);

/// <summary><c>--tz</c>.</summary>
internal sealed class ZoneOption
{
    private readonly Option<string> _zone = new("--tz")
    {
        Description = "Zone to show times in and to read --from and --to in (default: UTC)",
        HelpName = "ZONE",
    };

    public void AddTo(Command command) => command.Add(_zone);

    public DateTimeZone Read(ParseResult parsed) => parsed.GetValue(_zone) is { } text ? OptionText.Zone("--tz", text) : DateTimeZone.Utc;
}
