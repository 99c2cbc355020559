// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Diagnosis;

/// <summary>Looks at an engine and at what of ours is in it. Changes nothing.</summary>
/// <param name="assets">What should be installed.</param>
/// <param name="needs">Fields that the rules in use ask for.</param>
/// <param name="logs">Indices with records, for the checks of fields.</param>
public sealed class Doctor(
    ISearchEngine engine, IReadOnlyList<InstallableAsset> assets, IReadOnlyList<FieldNeed> needs, string logs, TimeProvider time)
{
    private const double MostSkewSeconds = 2;

    /// <summary>All checks, in the order in which a person should read them. A check that may not be made says so.</summary>
    /// <exception cref="EngineException">The engine does not answer any more.</exception>
    public async Task<IReadOnlyList<CheckResult>> ExamineAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        (string Name, Func<CancellationToken, Task<IEnumerable<CheckResult>>> Run)[] checks =
        [
            ("engine", ReachAsync),
            ("clock", ClockAsync),
            ("rights", t => new RightsCheck(engine, logs).RunAsync(t)),
            ("installed", InstalledAsync),
            ("templates", t => new TemplateCheck(engine, assets).RunAsync(t)),
            ("pipelines", t => new PipelineCheck(engine).RunAsync(t)),
            ("mappings", t => new FieldCheck(engine, needs, logs).ConflictsAsync(t)),
            ("fields", t => new FieldCheck(engine, needs, logs).NeedsAsync(t)),
        ];
        foreach (var (name, run) in checks)
        {
            try
            {
                results.AddRange(await run(cancellationToken).ConfigureAwait(false));
            }
            catch (EngineException exception) when (exception.Status is not null)
            {
                results.Add(new CheckResult(name, CheckOutcome.Unknown, exception.Message));
            }
        }

        return results;
    }

    private async Task<IEnumerable<CheckResult>> ReachAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        (await engine.SendAsync(HttpMethod.Get, string.Empty, EngineBody.None, cancellationToken).ConfigureAwait(false))
            .Required("ask who the engine is");
        var milliseconds = time.GetElapsedTime(start).TotalMilliseconds;
        return [new CheckResult("engine", CheckOutcome.Good,
            string.Create(CultureInfo.InvariantCulture, $"{engine.Dialect} at {engine.Address}, answers in {milliseconds:0} ms"))];
    }

    // Neither engine sends a Date header; its nodes tell their time among their statistics.
    private async Task<IEnumerable<CheckResult>> ClockAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        var reply = await engine.SendAsync(HttpMethod.Get, "_nodes/_local/stats/process?filter_path=nodes.*.timestamp", EngineBody.None,
            cancellationToken).ConfigureAwait(false);
        var after = time.GetUtcNow();
        var node = reply.Required("ask a node for its time").Json.GetProperty("nodes").EnumerateObject().First().Value;
        var told = DateTimeOffset.FromUnixTimeMilliseconds(node.GetProperty("timestamp").GetInt64());
        var skew = told < before ? (told - before).TotalSeconds : told > after ? (told - after).TotalSeconds : 0;
        var found = string.Create(CultureInfo.InvariantCulture,
            $"the engine's clock is {Math.Abs(skew):0.0} s {(skew < 0 ? "behind" : "ahead of")} this machine's");
        return [Math.Abs(skew) <= MostSkewSeconds
            ? new CheckResult("clock", CheckOutcome.Good, skew == 0 ? "the engine's clock agrees with this machine's" : found)
            : new CheckResult("clock", CheckOutcome.Warning, found,
                "synchronise both with one time server: stamps that the engine makes (event.ingested) are off by that")];
    }

    private async Task<IEnumerable<CheckResult>> InstalledAsync(CancellationToken cancellationToken)
    {
        var features = await EngineFeatures.AskAsync(engine, cancellationToken).ConfigureAwait(false);
        var plan = await new Installer(engine, features, assets).PlanAsync(cancellationToken).ConfigureAwait(false);
        if (plan.IsComplete)
            return [new CheckResult(
                "installed", CheckOutcome.Good, $"all {plan.States.Count} pipelines and templates are those of this program")];
        return plan.States.Where(s => s.Standing is not (AssetStanding.Current or AssetStanding.Hook)).GroupBy(s => s.Standing)
            .Select(Installed);
    }

    private static CheckResult Installed(IGrouping<AssetStanding, AssetState> states)
    {
        var names = $"{states.Count()} ({string.Join(", ", states.Take(3).Select(s => s.Asset.Name))}{(states.Count() > 3 ? ", …" : string.Empty)})";
        return states.Key switch
        {
            AssetStanding.Missing => new CheckResult("installed", CheckOutcome.Bad, $"missing: {names}", "run fwcorrelate elastic install"),
            AssetStanding.Outdated => new CheckResult("installed", CheckOutcome.Warning, $"of another version or other settings: {names}",
                "run fwcorrelate elastic diff, then install with the --retention that you want"),
            AssetStanding.Edited => new CheckResult("installed", CheckOutcome.Warning, $"changed by hand: {names}",
                "run fwcorrelate elastic diff; move changes into the @custom templates"),
            AssetStanding.Newer => new CheckResult(
                "installed", CheckOutcome.Warning, $"of a later version of FwCorrelate: {names}", "use that version"),
            _ => new CheckResult("installed", CheckOutcome.Bad, $"not ours, under our names: {names}",
                "rename or remove them, then run fwcorrelate elastic install"),
        };
    }
}
