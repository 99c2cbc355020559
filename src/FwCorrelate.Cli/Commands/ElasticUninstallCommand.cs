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

/// <summary><c>fwcorrelate elastic uninstall</c>: takes away what install put there; data only by its name.</summary>
internal sealed class ElasticUninstallCommand : EngineCommand
{
    private readonly Option<string[]> _data = new("--delete-data")
    {
        Description = "Delete this data stream or index with all its documents: its name in full (repeatable)",
        HelpName = "NAME",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be removed, and remove nothing" };

    private readonly KibanaOption _kibana = new("Remove our data views, saved searches, dashboard and detection rule there too");

    public ElasticUninstallCommand(CommandContext context)
        : base("uninstall", "Remove our pipelines and templates; data stays unless it is named", context)
    {
        Add(_data);
        Add(_dryRun);
        _kibana.AddTo(this);
        Examples =
        [
            "elastic uninstall --url https://es.example.org:9200 --api-key env:ES_KEY --dry-run",
            "elastic uninstall --url https://es.example.org:9200 --api-key env:ES_KEY --delete-data logs-fwcorrelate.flow-default",
        ];
    }

    protected override void Check(ParseResult parsed) => _kibana.Read(parsed, Endpoint(parsed));

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        using var kibana = await _kibana.ConnectAsync(parsed, Endpoint(parsed), Time, Interrupted).ConfigureAwait(false);
        var features = await EngineFeatures.AskAsync(engine, Interrupted).ConfigureAwait(false);
        var installer = new Installer(engine, features, InstallSet.All(ShippedPipelines.Set, retention: null));
        var lines = await installer.RemoveAsync(parsed.GetValue(_data) ?? [], parsed.GetValue(_dryRun), Interrupted).ConfigureAwait(false);
        foreach (var line in lines)
            Print(line);
        if (kibana is not null && !parsed.GetValue(_dryRun))
            Print($"removed {PageText.Count(await kibana.RemoveAsync(KibanaSource.Shipped, Interrupted).ConfigureAwait(false), "object")} "
                + "of Kibana");
        Say(lines.Count == 0 ? $"{engine.Address} holds nothing of ours" : parsed.GetValue(
            _dryRun) ? "nothing was removed (--dry-run)" : $"{engine.Address}: done");
        return ExitCode.Done;
    }
}
