// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Serving;
using FwCorrelate.Serving.Configuration;
using FwCorrelate.Simulation;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// Lets a newcomer watch the service: a synthetic day is written line by line, as firewalls and agents would write it, and judged as it
/// arrives.
/// </summary>
internal sealed class ServeDemo(IClock clock, Action<string> say)
{
    private const string ScenarioName = "rome";
    private const int Steps = 40;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-demo-").FullName;
        var (caseFolder, output) = (Path.Combine(folder, "case"), Path.Combine(folder, "incidents"));
        ScenarioCatalogue.TryFind(ScenarioName, out var scenario);
        var files = scenario!.Generate(scenario.DefaultSeed).Files;
        Prepare(caseFolder, files);
        say($"A synthetic day, '{ScenarioName}', is written into {caseFolder} in {Steps * Step.TotalSeconds:0} seconds, and judged as it "
            + "arrives.");

        var settings = new ServiceSettings
        {
            Investigation = new InvestigationOptions { CasePath = caseFolder },
            OutputFolder = output,
            StateFolder = Path.Combine(folder, "state"),
            CollectEvery = Duration.FromMilliseconds(200),
        };
        var host = new ServiceHost(clock, say);
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var running = host.RunAsync(new SettingsFile(null, settings, s => s), end.Token);
            for (var step = 1; step <= Steps && !running.IsCompleted; step++)
            {
                Write(caseFolder, files, step);
                await Task.Delay(Step, cancellation).ConfigureAwait(false);
            }

            await end.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        say("Everything is written. The service was stopped, and starts again where it was, to tell what it still has to tell.");
        var outcome = await host.RunUntilIdleAsync(settings, cancellation).ConfigureAwait(false);
        say($"{PageText.Count(outcome.Incidents, "incident")} stand, told in {PageText.Count(outcome.Revisions, "revision")}: what became "
            + "known later revised what was said before.");
        say($"Look: {Path.Combine(output, "report.html")}");
        say($"Try:  {Application.Name} serve status --state {NextCommands.Quote(settings.StateFolder)}");
        say($"Try:  {Application.Name} serve coverage --state {NextCommands.Quote(settings.StateFolder)}");
    }

    private static void Prepare(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (path, content) in files)
        {
            var file = PathOf(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (!IsWrittenOn(path))
                File.WriteAllBytes(file, content);
        }
    }

    // Each file grows by its share of whole lines; traces come a little later than what their calls did.
    private static void Write(string folder, IReadOnlyDictionary<string, byte[]> files, int step)
    {
        foreach (var (path, content) in files.Where(f => IsWrittenOn(f.Key)))
        {
            var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var (from, to) = (Share(lines.Length, step - 1, path), Share(lines.Length, step, path));
            if (to > from)
                File.AppendAllText(PathOf(folder, path), string.Concat(lines[from..to].Select(l => l + "\n")));
        }
    }

    private static int Share(int lines, int step, string path)
    {
        var late = path.StartsWith("timeline/", StringComparison.Ordinal) && step < Steps ? 2 : 0;
        return (int)((long)lines * Math.Max(0, step - late) / Steps);
    }

    private static bool IsWrittenOn(string path) =>
        path.EndsWith(".jsonl", StringComparison.Ordinal) || path.EndsWith(".log", StringComparison.Ordinal);

    private static string PathOf(string folder, string path) => Path.Combine([folder, .. path.Split('/')]);
}
