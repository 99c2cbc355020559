// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate elastic install</c>: pipelines and templates, and Kibana's objects where a Kibana is named, as often as wanted.
/// </summary>
internal sealed class ElasticInstallCommand : EngineCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and change nothing" };
    private readonly Option<bool> _overwriteEdits = new("--overwrite-edits")
    {
        Description = "Replace what was changed by hand in what is ours",
    };
    private readonly Option<bool> _createKeys = new("--create-keys")
    {
        Description = "Make API keys for shipper, writer and reader, and print them once (Elasticsearch)",
    };

    private readonly Option<string[]> _takeOver = new("--take-over")
    {
        Description = "Replace this asset although it lacks our mark: its name in full (repeatable)",
        HelpName = "NAME",
    };

    private readonly RetentionOption _retention = new();
    private readonly KibanaOption _kibana = new("Import data views, saved searches, the dashboard and the detection rule there too");

    public ElasticInstallCommand(CommandContext context)
        : base("install", "Put our pipelines and templates into the engine; running it again changes nothing", context)
    {
        Add(_dryRun);
        Add(_overwriteEdits);
        Add(_takeOver);
        Add(_createKeys);
        _retention.AddTo(this);
        _kibana.AddTo(this);
        Examples =
        [
            "elastic install --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem --dry-run",
            "elastic install --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem --retention 90d",
            "elastic install --url https://es.example.org:9200 --user elastic --password env:ES_PASSWORD --create-keys",
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
        if (parsed.GetValue(_createKeys))
            ApiKeys.Check(engine.Dialect, Endpoint(parsed).Credentials);
        using var kibana = await _kibana.ConnectAsync(parsed, Endpoint(parsed), Time, Interrupted).ConfigureAwait(false);
        var retention = await _retention.ReadAsync(parsed, engine, Interrupted).ConfigureAwait(false);
        var features = await EngineFeatures.AskAsync(engine, Interrupted).ConfigureAwait(false);
        var installer = new Installer(engine, features, InstallSet.All(ShippedPipelines.Set, retention));
        var plan = await installer.PlanAsync(Interrupted).ConfigureAwait(false);
        var takeOver = TakenOver(parsed, plan);
        var overwrite = parsed.GetValue(_overwriteEdits);
        var changes = plan.Changes(overwrite, takeOver);
        SayMissing(features);
        if (parsed.GetValue(_dryRun))
        {
            Show(plan, changes, "would ");
            var refusals = plan.Refusals(overwrite, takeOver);
            foreach (var refusal in refusals)
                Print($"refused: {refusal}");
            await RetainAsync(parsed, installer, retention).ConfigureAwait(false);
            if (kibana is not null)
                ShowObjects();
            foreach (var role in parsed.GetValue(_createKeys) ? ApiKeys.Roles : [])
                Print($"would make the API key {role}");
            Say($"{engine.Address} ({engine.Dialect}): {PageText.Count(changes.Count, "change")} of "
                + $"{PageText.Count(plan.States.Count, "asset")}; nothing was changed (--dry-run)");
            return refusals.Count > 0 ? ExitCode.RemoteFailed : ExitCode.Done;
        }

        await installer.ApplyAsync(plan, overwrite, Interrupted, takeOver).ConfigureAwait(false);
        Show(plan, changes, string.Empty);
        await RetainAsync(parsed, installer, retention).ConfigureAwait(false);
        Say($"{engine.Address} ({engine.Dialect}): {PageText.Count(changes.Count, "change")} of "
            + $"{PageText.Count(plan.States.Count, "asset")}");
        await SayOldIndicesAsync(engine, changes).ConfigureAwait(false);
        if (parsed.GetValue(_createKeys))
            await CreateKeysAsync(engine).ConfigureAwait(false);
        return kibana is null ? ExitCode.Done : await ImportAsync(kibana).ConfigureAwait(false);
    }

    private async Task CreateKeysAsync(SearchEngine engine)
    {
        var keys = new ApiKeys(engine);
        foreach (var role in ApiKeys.Roles)
        {
            var key = await keys.CreateAsync(role, Interrupted).ConfigureAwait(false);
            Print($"API key {key.Role}: {key.Encoded}");
        }

        Say("the engine tells these keys never again: keep them now, each where its work is done (FWCORRELATE_ELASTIC_API_KEY, or a file "
            + "for --api-key file:PATH)");
    }

    private string[] TakenOver(ParseResult parsed, InstallPlan plan)
    {
        var names = parsed.GetValue(_takeOver) ?? [];
        return names.FirstOrDefault(n => !plan.States.Any(s => s.Asset.Name == n && s.Standing == AssetStanding.Foreign)) is { } name
            ? throw new ConfigurationException($"--take-over {name}: nothing of that name stands in the way: expected the full name of an "
            + "asset that lacks our mark, as --dry-run tells it")
            : names;
    }

    private void SayMissing(EngineFeatures features)
    {
        if (features.WhyNoPipelines is { } why)
            Say($"no pipeline is installed: the engine runs no scripts in pipelines ({why}), so that logs are not parsed there; allow "
                + "inline scripts and install again, or store what fwcorrelate flows prints");
    }

    // Said anew, it holds for what is there too.
    private async Task RetainAsync(ParseResult parsed, Installer installer, string? retention)
    {
        if (!_retention.IsGiven(parsed))
            return;
        foreach (var line in await installer.RetainAsync(retention, parsed.GetValue(_dryRun), Interrupted).ConfigureAwait(false))
            Print(line);
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
        Say($"Kibana {kibana.Version}: {PageText.Count(objects.Imported, "object")} and {PageText.Count(rules.Imported, "rule")} imported, "
            + $"{refusals.Length} refused");
        return refusals.Length > 0 ? ExitCode.RemoteFailed : ExitCode.Done;
    }

    private void Show(InstallPlan plan, IReadOnlyList<AssetState> changes, string mood)
    {
        foreach (var state in plan.States)
        {
            var isChanged = changes.Contains(state);
            Print(!isChanged ? $"unchanged {state.Asset.Path}" : state.Standing == AssetStanding.Missing
                ? $"{mood}create {state.Asset.Path}" : $"{mood}update {state.Asset.Path}");
            if (isChanged)
            {
                foreach (var difference in state.Differences)
                    Print($"    {difference}");
            }
        }
    }

    // Templates count when an index is made.
    private async Task SayOldIndicesAsync(SearchEngine engine, IReadOnlyList<AssetState> changes)
    {
        if (!changes.Any(c => c.Standing != AssetStanding.Missing && c.Asset.Kind != AssetKind.IngestPipeline))
            return;
        foreach (var data in await StoredData.FindAsync(engine, Interrupted).ConfigureAwait(false))
        {
            Say(data.IsDataStream
                ? $"{data.Name} keeps its old template until its next index: POST {data.Name}/_rollover makes one now"
                : $"{data.Name} keeps its old mapping: where a push is refused for a field, PUT {data.Name}/_mapping with "
                + $"template.mappings of what POST _index_template/_simulate_index/{data.Name} answers");
        }
    }
}
