// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Files;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic push</c>: stores the results of an investigation.</summary>
internal sealed class ElasticPushCommand : EngineCommand
{
    private const string DefaultRejected = "fwcorrelate-rejected.jsonl";

    private readonly Argument<string> _results = new("OUT")
    {
        Description = "A folder that investigate --out wrote, or a file of documents that a push rejected",
    };
    private readonly Option<string> _namespace = new("--namespace")
    {
        Description = "Last part of the data streams' names (default: default)",
        HelpName = "NAME",
    };
    private readonly Option<string> _rejected = new("--rejected")
    {
        Description = $"Where to write documents that the engine refuses, with the reason (default: {DefaultRejected})",
        HelpName = "FILE",
    };

    public ElasticPushCommand(CommandContext context)
        : base("push", "Store incidents and attributions; pushing again changes nothing", context)
    {
        Add(_results);
        Add(_namespace);
        Add(_rejected);
        Examples = ["elastic push result/ --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem"];
    }

    protected override void Check(ParseResult parsed)
    {
        var results = parsed.GetRequiredValue(_results);
        if (!File.Exists(results))
            InputPaths.MustBeFolder("OUT", results, "Name the folder that investigate --out wrote");
        if (Directory.Exists(results) && !File.Exists(Path.Combine(results, "incidents.jsonl")))
            throw new ConfigurationException($"OUT {results} holds no incidents.jsonl: expected a folder that investigate --out wrote");
        StoreName.Namespace(parsed.GetValue(_namespace) ?? StoreName.DefaultNamespace);
        if (File.Exists(RejectedFile(parsed)))
            throw new ConfigurationException($"{RejectedFile(parsed)} is there already: send it again (elastic push "
                + $"{RejectedFile(parsed)}), remove it, or name another with --rejected");
    }

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        var results = parsed.GetRequiredValue(_results);
        using var rejected = new RejectedDocuments(RejectedFile(parsed));
        if (File.Exists(results))
            await AgainAsync(engine, results, rejected).ConfigureAwait(false);
        else
            await PushAsync(parsed, engine, results, rejected).ConfigureAwait(false);
        if (rejected.First is not { } first)
            return ExitCode.Done;
        Say($"documents were refused and stand in {rejected.Path}; the first: {first.Type}: {first.Reason}. When the reason is gone, type: "
            + $"elastic push {rejected.Path}");
        return ExitCode.RemoteFailed;
    }

    private string RejectedFile(ParseResult parsed) =>
        parsed.GetValue(
            _rejected) ?? (File.Exists(parsed.GetRequiredValue(_results)) ? parsed.GetRequiredValue(_results) + ".again" : DefaultRejected);

    private async Task PushAsync(ParseResult parsed, SearchEngine engine, string folder, RejectedDocuments rejected)
    {
        var push = new ResultPush(
            engine, StoreName.Namespace(parsed.GetValue(_namespace) ?? StoreName.DefaultNamespace), rejected.Add, Time);
        var counts = await push.PushAsync(Lines(folder, "incidents.jsonl"), Lines(folder, "attributions.jsonl"), Interrupted)
            .ConfigureAwait(false);
        Print($"incidents: {Words(counts.Incidents)}");
        if (counts.Superseded > 0)
            Print($"older incidents marked as superseded: {counts.Superseded}");
        Print($"attributions: {Words(counts.Attributions)}");
    }

    private async Task AgainAsync(SearchEngine engine, string file, RejectedDocuments rejected)
    {
        await using var writer = new BulkWriter(engine, rejected.Add, Time);
        foreach (var document in RejectedDocuments.Read(file))
            await writer.AddAsync(document, Interrupted).ConfigureAwait(false);
        await writer.FlushAsync(Interrupted).ConfigureAwait(false);
        Print($"documents: {Words(writer.Counts)}");
    }

    private static IEnumerable<ResultLine> Lines(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? RegularFile.ReadLines(file).Select((text, i) => new ResultLine($"{file}:{i + 1}", text)) : [];
    }

    private static string Words(BulkCounts counts) =>
        $"{counts.Stored} stored, {counts.AlreadyThere} were there, {counts.Rejected} refused"
        + (counts.SetAside > 0 ? $", {counts.SetAside} taken by the failure store (GET "
        + $"{StoreName.StreamPattern("attribution")}::failures/_search)" : string.Empty);
}
