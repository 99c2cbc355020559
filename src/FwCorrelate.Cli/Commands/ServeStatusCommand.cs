// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Serving;
using FwCorrelate.Serving.State;
using FwCorrelate.Serving.Status;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate serve status</c>: how a service stands, running or not.</summary>
internal sealed class ServeStatusCommand : CliCommand
{
    private const int MostListed = 10;
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss'Z'");
    private readonly StateOption _state = new();
    private readonly Option<string> _lateness = new("--allowed-lateness")
    {
        Description = "Of the watermark (default: 10m)",
        HelpName = "DURATION",
    };
    private readonly IClock _clock;

    public ServeStatusCommand(CommandContext context, IClock clock)
        : base("status", "Show how a service stands: sources, watermarks, what waits and why", context)
    {
        _clock = clock;
        _state.AddTo(this);
        Add(_lateness);
        Examples = ["serve status --state state/"];
    }

    protected override ExitCode Execute(ParseResult parsed) =>
        Show(_state.Read(parsed), parsed.GetValue(_lateness) is { } text ? OptionText.Span("--allowed-lateness", text) : null);

    private ExitCode Show(string folder, Duration? lateness)
    {
        using var state = StateView.Open(folder);
        var status = ServiceStatus.Of(state, lateness ?? ServiceSettings.DefaultLateness);
        var page = PageWriter.To(Terminal);
        ShowWork(page, status);
        ShowSources(page, status);
        ShowSinks(page, status);
        ShowLate(page, status, folder);
        return status.Sinks.Any(s => s.Failure is not null) ? ExitCode.RemoteFailed : ExitCode.Done;
    }

    private static void ShowWork(PageWriter page, ServiceStatus status)
    {
        if (status.Last is not { } last)
        {
            page.Line("Nothing was correlated yet.");
            return;
        }

        page.Field("incidents", $"{status.Incidents.Count} stand, {status.Superseded} superseded, {status.Retracted} retracted; "
            + $"{last.Pending} changes wait to be told", 0, 12);
        page.Field("correlated",
            string.Create(CultureInfo.InvariantCulture, $"{Time(last.At)} in {last.Took:0.0} s, {last.Bytes} bytes of text"), 0, 12);
        page.Field("ledger", string.Join(", ", last.Ledger.Where(c => c.Value > 0).Select(c =>
            string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}"))), 0, 12);
        if (status.ClosedBefore is { } closed)
            page.Field("closed", $"incidents that began before {Time(closed)}: their evidence was given up", 0, 12);
        if (status.Rules is { } rules)
            page.Field("rules", $"{rules.RulePack[..12]}, in use since {Time(rules.At)}", 0, 12);
        if (status.Rules?.Refused is { } refused)
            page.Field("refused", $"newer rules or settings are not applied: {refused}", 0, 12, Emphasis.Strong);
        foreach (var error in last.RuleErrors)
            page.Field("unusable", error, 0, 12, Emphasis.Strong);
        page.Blank();
    }

    private void ShowSources(PageWriter page, ServiceStatus status)
    {
        var table = new TextTable(page, Math.Max(6, status.Sources.Select(s => s.Name.Length).DefaultIfEmpty().Max()), 5, 9, 20, 20);
        table.Header("SOURCE", "FILES", "RECORDS", "NEWEST EVENT", "WATERMARK", "STATE");
        foreach (var source in status.Sources)
        {
            var ago = Duration.Max(Duration.Zero, _clock.GetCurrentInstant() - source.Arrived);
            table.Row(
                source.Name, Number(source.Files), Number(source.Records), Time(source.Newest), Time(source.Watermark),
                source.SilentSince is { } since ? $"SILENT since {Time(since)}"
                    : string.Create(CultureInfo.InvariantCulture, $"last arrival {ago.TotalSeconds:0} s ago"));
        }

        page.Blank();
    }

    private static void ShowSinks(PageWriter page, ServiceStatus status)
    {
        var table = new TextTable(page, Math.Max(6, status.Sinks.Select(s => s.Name.Length).DefaultIfEmpty().Max()), 7);
        table.Header("OUTPUT", "WAITING", "STATE");
        foreach (var sink in status.Sinks)
            table.Row(sink.Name, Number(sink.Waiting),
                sink.Failure is { } failure ? $"failed {sink.Attempts} times, again at {Time(sink.NextAttempt)}: {failure}"
                    : "takes what comes");
    }

    private static void ShowLate(PageWriter page, ServiceStatus status, string folder)
    {
        if (status.Late.Count == 0)
            return;
        page.Blank();
        page.Line($"{status.Late.Count} files arrived behind the horizon: they are kept and not judged. To judge them: {Application.Name} "
            + "investigate --logs, with", 0, Emphasis.Strong);
        foreach (var stream in status.Late.Take(MostListed))
            page.Line($"{Path.Combine(folder, "collected", stream.Id.ToString("D8", CultureInfo.InvariantCulture))} ({stream.Path})", 2);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(Instant? time) => time is { } t ? Pattern.Format(t) : "-";
}
