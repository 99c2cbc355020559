// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>What an engine can do beside what all can.</summary>
/// <param name="ConstantKeyword">Mapping type <c>constant_keyword</c>: in all but stripped builds.</param>
/// <param name="FailureStore">Data streams keep what their mapping refuses (Elasticsearch 8.19 and 9.1).</param>
/// <param name="Pipelines">Ingest pipelines can run scripts: in all but stripped builds.</param>
public sealed record EngineFeatures(EngineProduct Product, bool ConstantKeyword, bool FailureStore, bool Pipelines)
{
    /// <summary>What the engine says where it runs none; null where it does.</summary>
    public string? WhyNoPipelines { get; private init; }

    /// <summary>What a current version of a product has: for files that are written without asking.</summary>
    public static EngineFeatures Usual(EngineProduct product) =>
        new(product, ConstantKeyword: true, FailureStore: product == EngineProduct.Elasticsearch, Pipelines: true);

    public static async Task<EngineFeatures> AskAsync(ISearchEngine engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        const string Probe = """
            {"index_patterns": ["fwcorrelate-probe"], "priority": 999999,
             "template": {"mappings": {"properties": {"probe": {"type": "constant_keyword", "value": "probe"} } } } }
            """;
        var reply = await engine.SendAsync(HttpMethod.Post, "_index_template/_simulate", EngineBody.Json(Probe), cancellationToken)
            .ConfigureAwait(false);
        if (reply.Status != 400)
            reply.Required("ask for the mapping types that the engine has");
        var refusal = await PipelineRefusalAsync(engine, cancellationToken).ConfigureAwait(false);
        return new EngineFeatures(
            engine.Dialect.Product, reply.IsSuccess, HasFailureStore(engine.Dialect), refusal is null)
        { WhyNoPipelines = refusal };
    }

    private static async Task<string?> PipelineRefusalAsync(ISearchEngine engine, CancellationToken cancellationToken)
    {
        const string Probe = """{"pipeline": {"processors": [{"script": {"source": "ctx.probe = 1"} }]}, "docs": [{"_source": {} }]}""";
        var reply = await engine.SendAsync(HttpMethod.Post, "_ingest/pipeline/_simulate", EngineBody.Json(Probe), cancellationToken)
            .ConfigureAwait(false);
        if (reply.Status != 400)
            reply.Required("ask whether the engine runs scripts in pipelines");
        return reply.IsSuccess ? null : reply.Reason;
    }

    private static bool HasFailureStore(EngineDialect dialect)
    {
        var parts = dialect.Version.Split('.', '-');
        if (dialect.Product != EngineProduct.Elasticsearch || parts.Length < 2)
            return false;
        var major = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var minor = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return major > 9 || (major == 9 && minor >= 1) || (major == 8 && minor >= 19);
    }
}
