// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic diff</c>: what the engine holds against what this program would install.</summary>
internal sealed class ElasticDiffCommand : EngineCommand
{
    private readonly RetentionOption _retention = new();

    public ElasticDiffCommand(CommandContext context)
        : base("diff", "Compare what the engine holds with what this program installs; exit with 4 when they differ", context)
    {
        _retention.AddTo(this);
        Examples = ["elastic diff --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem"];
    }

    protected override void Check(ParseResult parsed) => _retention.Read(parsed);

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        var features = await EngineFeatures.AskAsync(engine, Interrupted).ConfigureAwait(false);
        var retention = await _retention.ReadAsync(parsed, engine, Interrupted).ConfigureAwait(false);
        var plan = await new Installer(engine, features, InstallSet.All(ShippedPipelines.Set, retention)).PlanAsync(Interrupted)
            .ConfigureAwait(false);
        foreach (var state in plan.States.Where(s => s.Standing is not (AssetStanding.Current or AssetStanding.Hook)))
        {
            Print($"{Word(state.Standing)} {state.Asset.Path}");
            foreach (var difference in state.Differences)
                Print($"    {difference}");
        }

        var differing = plan.States.Count(s => s.Standing is not (AssetStanding.Current or AssetStanding.Hook));
        Say(differing == 0 ? $"{engine.Address} holds what this program installs"
            : $"{engine.Address}: {differing} of {plan.States.Count} assets differ (- stored, + ours)");
        return differing == 0 ? ExitCode.Done : ExitCode.InputDamaged;
    }

    private static string Word(AssetStanding standing) => standing switch
    {
        AssetStanding.Missing => "missing",
        AssetStanding.Outdated => "outdated",
        AssetStanding.Edited => "edited",
        AssetStanding.Newer => "newer",
        _ => "not ours",
    };
}
