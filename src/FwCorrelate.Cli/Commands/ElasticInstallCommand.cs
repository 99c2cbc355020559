// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic install</c>: pipelines and templates, and Kibana's objects where a Kibana is named, as often as wanted.</summary>
internal sealed class ElasticInstallCommand : EngineCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and change nothing" };
    private readonly Option<bool> _overwriteEdits = new("--overwrite-edits") { Description = "Replace what was changed by hand in what is ours" };
    private readonly RetentionOption _retention = new();
    private readonly KibanaOption _kibana = new("Import data views, saved searches, the dashboard and the detection rule there too");

    public ElasticInstallCommand(CommandContext context)
        : base("install", "Put our pipelines and templates into the engine; running it again changes nothing", context)
    {
        Add(_dryRun);
        Add(_overwriteEdits);
        _retention.AddTo(this);
        _kibana.AddTo(this);
        Examples =
        [
            "elastic install --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem --dry-run",
            "elastic install --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem --retention 90d",
            "elastic install --url https://es.example.org:9200 --api-key env:ES_KEY --kibana-url https://kibana.example.org:5601",
        ];
    }

    protected override void Check(ParseResult parsed)
    {
        _retention.Read(parsed);
        _kibana.Read(parsed, Endpoint(parsed));
    }

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        // Asked before anything is changed: half an installation is worse than none.
        using var kibana = await _kibana.ConnectAsync(parsed, Endpoint(parsed), Time, Interrupted).ConfigureAwait(false);
        var features = await EngineFeatures.AskAsync(engine, Interrupted).ConfigureAwait(false);
        var installer = new Installer(engine, features, InstallSet.All(ShippedPipelines.Set, _retention.Read(parsed)));
        var plan = await installer.PlanAsync(Interrupted).ConfigureAwait(false);
        var overwrite = parsed.GetValue(_overwriteEdits);
        var changes = plan.Changes(overwrite);
        if (parsed.GetValue(_dryRun))
        {
            Show(plan, changes, "would ");
            foreach (var refusal in plan.Refusals(overwrite))
                Print($"refused: {refusal}");
            if (kibana is not null)
                ShowObjects();
            Say($"{engine.Address} ({engine.Dialect}): {PageText.Count(changes.Count, "change")} of {PageText.Count(plan.States.Count, "asset")}; nothing was changed (--dry-run)");
            return plan.Refusals(overwrite).Count > 0 ? ExitCode.RemoteFailed : ExitCode.Done;
        }

        await installer.ApplyAsync(plan, overwrite, Interrupted).ConfigureAwait(false);
        Show(plan, changes, string.Empty);
        Say($"{engine.Address} ({engine.Dialect}): {PageText.Count(changes.Count, "change")} of {PageText.Count(plan.States.Count, "asset")}");
        await SayOldIndicesAsync(installer, changes).ConfigureAwait(false);
        return kibana is null ? ExitCode.Done : await ImportAsync(kibana).ConfigureAwait(false);
    }

    private void ShowObjects()
    {
        foreach (var item in KibanaObjects.Of(KibanaSource.Shipped))
            Print($"would import {item["type"]} {item["id"]}");
        foreach (var rule in KibanaSource.Shipped.Rules)
            Print($"would import rule {rule.RuleId}");
    }

    private async Task<ExitCode> ImportAsync(KibanaClient kibana)
    {
        var objects = await kibana.ImportObjectsAsync(KibanaObjects.ImportFile(KibanaSource.Shipped), Interrupted).ConfigureAwait(false);
        var rules = await kibana.ImportRulesAsync(KibanaObjects.RuleFile(KibanaSource.Shipped), Interrupted).ConfigureAwait(false);
        string[] refusals = [.. objects.Refusals, .. rules.Refusals];
        foreach (var refusal in refusals)
            Print($"not imported: {refusal}");
        Say($"Kibana {kibana.Version}: {PageText.Count(objects.Imported, "object")} and {PageText.Count(rules.Imported, "rule")} imported, {refusals.Length} refused");
        return refusals.Length > 0 ? ExitCode.RemoteFailed : ExitCode.Done;
    }

    private void Show(InstallPlan plan, IReadOnlyList<AssetState> changes, string mood)
    {
        foreach (var state in plan.States)
        {
            var isChanged = changes.Contains(state);
            Print(!isChanged ? $"unchanged {state.Asset.Path}" : state.Standing == AssetStanding.Missing ? $"{mood}create {state.Asset.Path}" : $"{mood}update {state.Asset.Path}");
            if (isChanged)
            {
                foreach (var difference in state.Differences)
                    Print($"    {difference}");
            }
        }
    }

    // Templates count when an index is made.
    private async Task SayOldIndicesAsync(Installer installer, IReadOnlyList<AssetState> changes)
    {
        if (!changes.Any(c => c.Standing != AssetStanding.Missing && c.Asset.Kind != AssetKind.IngestPipeline))
            return;
        foreach (var name in await installer.DataAsync(Interrupted).ConfigureAwait(false))
            Say($"{name} keeps its old template until its next index: POST {name}/_rollover makes one now");
    }
}
