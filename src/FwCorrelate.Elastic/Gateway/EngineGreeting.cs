// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>What an engine says of itself in the answer to <c>GET /</c>.</summary>
internal static class EngineGreeting
{
    /// <param name="product">Header <c>X-Elastic-Product</c>.</param>
    /// <exception cref="EngineException">No engine that is spoken with.</exception>
    public static EngineDialect Dialect(EngineReply reply, string? product, EngineEndpoint endpoint)
    {
        var version = Version(reply);
        var number = Text(version, "number");
        var major = int.TryParse(number.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        if (Text(version, "distribution") == "opensearch")
        {
            return major == 2
                ? new EngineDialect(EngineProduct.OpenSearch, number)
                : throw Incompatible($"{endpoint} is OpenSearch {ServerText.Cut(number)}: expected 2.x (the setting "
                    + "compatibility.override_main_response_version makes it tell another version: switch it off)");
        }

        if (product != "Elasticsearch")
        {
            throw Incompatible(
                $"{endpoint} is neither Elasticsearch nor OpenSearch by its answer to GET / (no distribution \"opensearch\", no header "
                + "X-Elastic-Product: Elasticsearch): check the URL, and whether a proxy in between removes headers");
        }

        return major is 8 or 9
            ? new EngineDialect(EngineProduct.Elasticsearch, number)
            : throw Incompatible($"{endpoint} is Elasticsearch {ServerText.Cut(number)}: expected 8.x or 9.x");
    }

    private static JsonElement Version(EngineReply reply)
    {
        try
        {
            var root = reply.Json;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("version", out var version) ? version : default;
        }
        catch (EngineException)
        {
            return default; // Some web page: told below as what it is not.
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static EngineException Incompatible(string message) => new(EngineFailure.Incompatible, message);
}
