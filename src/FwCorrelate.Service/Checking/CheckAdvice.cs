// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Service.Checking;

/// <summary>What is to be concluded from a look at a case: what will meet, what will not, and what to add first.</summary>
internal sealed class CheckAdvice(
    IReadOnlyList<LogCheck> logs, TraceCheck traces, LeaseCheck leases, TimelineReading reading, CaseSettings settings,
    IReadOnlyList<LogSampler> samplers)
{
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");

    // Names that people know; which of them it is, only the user can tell.
    private static readonly string[] KnownZones =
        ["Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver",
            "America/Los_Angeles", "Asia/Singapore", "Australia/Sydney"];

    private readonly List<string> _meets = [];
    private readonly List<string> _fails = [];
    private readonly List<string> _doubts = [];

    // The cheapest first: a line of settings, then a table, then other evidence.
    private readonly List<(int Cost, string Text)> _additions = [];
    private readonly SortedDictionary<string, string> _zones = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _offsets = new(StringComparer.Ordinal);
    private readonly List<string> _years = [];

    // A log without years is most likely of the time of what it is to meet.
    private int? Year => (traces.To ?? leases.To ?? leases.From)?.InUtc().Year;

    /// <summary>The check with its conclusions.</summary>
    public CaseCheck Write(CaseCheck check)
    {
        AskWhatIsThere();
        foreach (var log in logs)
            Ask(log);
        AskTraces();
        AskLeases();
        foreach (var sampler in samplers.Where(s => s.Rejected > 0))
            AskRejected(sampler);
        return check with
        {
            Meets = _meets,
            Fails = _fails,
            Doubts = _doubts,
            Additions = [.. _additions.OrderBy(a => a.Cost).Select(a => a.Text).Distinct(StringComparer.Ordinal)],
            CaseYml = CaseYml(),
        };
    }

    private void AskWhatIsThere()
    {
        if (logs.Count == 0)
            Fail("there is no log: nothing can be attributed", 30,
                "add firewall or flow logs under logs/ ('fwcorrelate formats' lists what can be read)");
        if (traces.Calls == 0)
        {
            Fail(traces.Files == 0 ? "there is no trace: no call can be named"
                : "the traces tell no timed tool call: no call can be named", 30,
                traces.Files == 0 ? "add agent traces under timeline/"
                    : "add traces with times (OTLP spans, evaluation logs, session files); 'fwcorrelate formats' says what each lacks");
        }

        if (leases.Rows == 0 && logs.Count > 0)
            Fail("there is no lease: no address is anybody's", 20,
                "add who held which address when: leases/leases.csv with the header address,owner_kind,owner_id,host,from,to");
    }

    private void Ask(LogCheck log)
    {
        if (log.Records == 0)
        {
            Fail($"{log.Source}: no sampled record could be read", 30, $"look at {log.Source} with 'fwcorrelate flows'");
            return;
        }

        AskZone(log);
        if (log.HoursAhead is not null)
            return;
        AskTime(log);
        AskAddresses(log);
    }

    private void AskZone(LogCheck log)
    {
        if (log.HoursAhead is { } hours)
        {
            _fails.Add($"{log.Source}: its stamps are {Hours(hours)} of leases and traces: {log.HoursReason}");
            if (log.LacksZone || log.ZoneIsConfigured)
            {
                _zones[log.Source] = ZoneOf(log.Zone, log.From, hours);
                _additions.Add((1, $"the zone of {log.Source}, one line in case.yml: zones: {{{Key(log.Source)}: {_zones[log.Source]}}}"));
            }
            else
            {
                _offsets[log.Source] = string.Create(CultureInfo.InvariantCulture, $"{hours}h");
                _additions.Add((1, $"the clock of {log.Source}, one line in case.yml: clock_offsets: {{{Key(log.Source)}: {hours}h}}; or, "
                    + $"where the traces are off, their zone"));
            }
        }
        else if (log.LacksZone && !log.ZoneIsConfigured)
        {
            _doubts.Add(
                $"{log.Source}: its stamps carry no zone and are read as UTC. Name it in case.yml: zones: {{{Key(log.Source)}: UTC}}");
        }
    }

    private void AskTime(LogCheck log)
    {
        if (log is not { From: { } from, To: { } to } || traces is not { From: { } traced, To: { } tracedTo })
            return;
        var span = $"{Stamp.Format(from)} to {Stamp.Format(to)}";
        if (from <= tracedTo && traced <= to)
        {
            _meets.Add($"{log.Source} and the traces cover a time in common: {Stamp.Format(Instant.Max(from, traced))} to "
                + $"{Stamp.Format(Instant.Min(to, tracedTo))}");
        }
        else if (log.EndIsUnknown && from <= tracedTo)
        {
            _doubts.Add($"{log.Source}: what was seen of it ({span}) ends before the traces begin ({Stamp.Format(traced)}); the ends of "
                + "its compressed files were not read");
        }
        else
        {
            var apart = from > tracedTo ? from - tracedTo : traced - to;
            var hours = Math.Ceiling(apart.TotalHours);
            var zone = hours <= 14 ? string.Create(CultureInfo.InvariantCulture,
                $" A zone {hours:0} h or more {(from > tracedTo ? "ahead of" : "behind")} UTC would explain it.") : "";
            Fail($"{log.Source} ({span}) and the traces ({Stamp.Format(traced)} to {Stamp.Format(tracedTo)}) have no time in common.{zone}", 25,
                $"logs of {log.Source} for {Stamp.Format(traced)} to {Stamp.Format(tracedTo)}, or traces for {span}");
        }
    }

    private void AskAddresses(LogCheck log)
    {
        if (leases.Rows == 0)
            return;
        var sampled = samplers.First(s => s.Source == log.Source).Kept.Count;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{log.Source}: {log.Leased} of {sampled} sampled records are of addresses that somebody held then, {log.WithCalls} of "
            + $"sandboxes with calls");
        if (log.WithCalls > 0)
            _meets.Add(text);
        else
            _fails.Add(text);
        if (log.Unleased.Count > 0)
        {
            var listed = string.Join(", ", log.Unleased.Take(5)
                .Select(u => string.Create(CultureInfo.InvariantCulture, $"{u.Address} ({u.Records})")));
            _additions.Add(
                (10, $"lease rows for internal addresses that open connections in {log.Source}, with their sampled records: {listed}"));
        }
    }

    private void AskTraces()
    {
        if (traces.WithoutSandbox > 0)
        {
            Fail(string.Create(CultureInfo.InvariantCulture,
                $"{traces.WithoutSandbox} of {traces.Calls} sampled calls name neither a sandbox nor a host that a lease names: they "
                + $"cannot be tied to an address"), 5,
                "what the sandbox is called in the traces, one line in case.yml: attributes: {sandbox: NAME.OF.THE.ATTRIBUTE}; or leases "
                + "whose owner_id is the episode's id");
        }

        if (traces.SandboxesWithoutLease > 0 && leases.Sandboxes > 0)
        {
            var owners = reading.Timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => l.OwnerId)
                .ToHashSet(StringComparer.Ordinal);
            var missing = traces.Sandboxes.Where(s => !owners.Contains(s)).Take(3).ToList();
            _fails.Add(string.Create(CultureInfo.InvariantCulture,
                $"{traces.SandboxesWithoutLease} of {traces.Sandboxes.Count} sandboxes of the traces have no lease, such as "
                + $"{string.Join(", ", missing)}; leases name {owners.Order(StringComparer.Ordinal).First()}"));
            _additions.Add((10, "lease rows for the sandboxes of the traces; where both name the same sandbox in other words, write the "
                + "traces' id as owner_id"));
        }

        foreach (var (source, hours, reason) in traces.ZonesOff)
        {
            _fails.Add($"traces {source}: their local stamps are {Hours(hours)}: {reason}");
            _zones[source] = ZoneOf(DateTimeZone.Utc, traces.From, hours);
            _additions.Add((1, $"the zone of these traces, one line in case.yml: zones: {{\"{source}\": {_zones[source]}}}"));
        }

        if (traces.Naive > 0 && traces.ZonesOff.Count == 0)
            _doubts.Add(string.Create(CultureInfo.InvariantCulture,
                $"{traces.Naive} of {traces.Calls} sampled calls carry local times without a zone: name it in case.yml under zones, by "
                + $"format ({string.Join(", ", traces.Formats)}) or source"));
        if (traces.Untimed > 0)
            _doubts.Add(string.Create(
                CultureInfo.InvariantCulture, $"{traces.Untimed} calls have no times, or a clock that stands still: they can name nobody"));
    }

    private void AskLeases()
    {
        if (leases.Rows > 0 && leases.Told == leases.Rows)
        {
            _doubts.Add("all leases were told by traces: none shows that an address was held alone");
            _additions.Add((15, "an inventory of all holders of the addresses (a lease table, pod lists, docker events with inspect): only "
                + "that makes a lease exclusive"));
        }

        var nats = reading.Timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Nat).Select(l => l.Address.ToString()).Distinct().Take(3)
            .ToList();
        var hasTranslations = reading.Timeline.Leases.Any(l => l is { OwnerKind: OwnerKind.Sandbox, PortFrom: > 0 }
            && l.PortFrom == l.PortTo);
        if (nats.Count > 0 && !hasTranslations)
            _additions.Add((20, $"the translation log (conntrack events, NAT logs) of {string.Join(", ", nats)}: who stood behind them"));
        foreach (var file in reading.Files.Where(f => f.IsLease && f.Problem is not null && !leases.IsSampled))
            _fails.Add($"{file.Input.RelativePath}: {file.Problem}: its addresses count as shared");
    }

    private void AskRejected(LogSampler sampler)
    {
        var problem = sampler.Problem ?? "";
        if (problem.Contains("years:", StringComparison.Ordinal))
        {
            _years.Add(sampler.Source);
            Fail($"{sampler.Source}: its stamps tell no year", 1,
                $"the year of {sampler.Source}, one line in case.yml: years: {{{sampler.Source}: "
                + $"{Year?.ToString(CultureInfo.InvariantCulture) ?? "YEAR"}}}");
        }
        else if (sampler.Rejected > sampler.Records)
        {
            _fails.Add(string.Create(CultureInfo.InvariantCulture,
                $"{sampler.Source}: {sampler.Rejected} of {sampler.Rejected + sampler.Records} sampled records cannot be read: {problem}"));
        }
    }

    private void Fail(string text, int cost, string addition)
    {
        _fails.Add(text);
        _additions.Add((cost, addition));
    }

    private static string Hours(int hours) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(hours)} h {(hours > 0 ? "ahead" : "behind")}");

    // The stamps were read in a zone already: what it lacks is added.
    private static string ZoneOf(DateTimeZone readIn, Instant? time, int hours)
    {
        var at = time ?? NodaConstants.UnixEpoch;
        var offset = readIn.GetUtcOffset(at) + Offset.FromHours(hours);
        var known = KnownZones.FirstOrDefault(z => DateTimeZoneProviders.Tzdb[z].GetUtcOffset(at) == offset);
        if (known is not null || offset == Offset.Zero)
            return known ?? "UTC";
        var whole = offset.Seconds / 3600;
        return string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(whole > 0 ? "-" : "+")}{Math.Abs(whole)}");
    }

    // A glob would be read as an alias or the like.
    private static string Key(string source) => source.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? source
        : "\"" + source.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private string CaseYml()
    {
        var text = new StringBuilder();
        if (_zones.Count > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"zones: {{{string.Join(", ", _zones.Select(z => $"{Key(z.Key)}: {z.Value}"))}}}   # or another zone of the same offset\n");
        if (_offsets.Count > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"clock_offsets: {{{string.Join(", ", _offsets.Select(o => $"{Key(o.Key)}: {o.Value}"))}}}\n");
        if (_years.Count > 0 && Year is not null)
            text.Append(CultureInfo.InvariantCulture, $"years: {{{string.Join(", ", _years.Select(y => $"{Key(y)}: {Year}"))}}}   # that "
                + $"of the traces and leases; or the log's last month, such as {Year}-01\n");
        var outside = reading.Timeline.Leases.Where(l => l.OwnerKind is OwnerKind.Sandbox or OwnerKind.Host && l.Address.IsSingleAddress
            && !settings.IsInternal(l.Address.Network))
            .Select(l => l.Address.ToString()).Distinct().Take(20).ToList();
        if (outside.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"internal_networks: [{string.Join(", ", settings.InternalNetworks.Select(n => n.ToString()).Concat(outside))}]   # leases name these machines as ours\n");
        return text.ToString();
    }
}
