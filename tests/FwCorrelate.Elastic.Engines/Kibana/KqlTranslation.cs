// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>
/// KQL by Kibana's own parser (npm <c>@cybernetex/kbn-es-query</c>), which <c>.ci/run</c> puts into <c>artifacts/kql</c>. Tests are
/// skipped, visibly, without Node or the package.
/// </summary>
internal static class KqlTranslation
{
    /// <summary>The query DSL of each query, in order.</summary>
    public static async Task<IReadOnlyList<JsonObject>> OfAsync(IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        var modules = Path.Combine(Repository.Root, "artifacts", "kql", "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "@cybernetex", "kbn-es-query")))
            Assert.Inconclusive("Kibana's query parser is missing: npm install --prefix artifacts/kql @cybernetex/kbn-es-query@1.0.2");
        var script = Path.Combine(AppContext.BaseDirectory, "Kibana", "kql.js");
        var start = new ProcessStartInfo("node", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Environment = { ["NODE_PATH"] = modules },
        };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(new JsonArray([.. queries.Select(q => (JsonNode)q)]).ToJsonString());
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.AreEqual(0, process.ExitCode, $"a query is not KQL: {await errors}");
        return [.. JsonNode.Parse(output)!.AsArray().Select(q => q!.AsObject())];
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("Node is missing: install it to run this test.");
            throw;
        }
    }
}
