// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate elastic verify</c>: whether the pipelines in the engine make of our samples what the program makes of them.
/// </summary>
internal sealed class ElasticVerifyCommand : EngineCommand
{
    public ElasticVerifyCommand(CommandContext context)
        : base("verify", "Send samples through the installed pipelines, store none, and compare; exit with 4 when they differ", context) =>
        Examples = ["elastic verify --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem"];

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        var features = await EngineFeatures.AskAsync(engine, Interrupted).ConfigureAwait(false);
        if (features.WhyNoPipelines is { } why)
        {
            Say($"{engine.Address} runs no scripts in pipelines ({why}): there is none of ours to verify, and installing makes none");
            return ExitCode.InputDamaged;
        }

        var verified = await PipelineVerification.RunAsync(engine, FlowFormats.Shipped, Interrupted).ConfigureAwait(false);
        foreach (var pipeline in verified)
        {
            Print($"{(pipeline.Problems.Count == 0 ? "same" : "differs"),-7} {pipeline.Name}  {pipeline.Samples} samples");
            foreach (var problem in pipeline.Problems)
                Print($"        {problem}");
        }

        var differing = verified.Count(v => v.Problems.Count > 0);
        Say(differing == 0
            ? $"{engine.Address} reads all samples as this program does"
            : $"{engine.Address}: {differing} of {verified.Count} pipelines differ: run 'fwcorrelate elastic diff'");
        return differing == 0 ? ExitCode.Done : ExitCode.InputDamaged;
    }
}
