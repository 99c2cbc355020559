// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Installation;

/// <summary>Kinds of assets, in the order in which they are installed: each may name those before it.</summary>
public enum AssetKind
{
    IngestPipeline,
    ComponentTemplate,
    IndexTemplate,
}

/// <summary>Something that the installer keeps in an engine under a name.</summary>
/// <param name="Name">Starts with <c>fwcorrelate</c>.</param>
/// <param name="Version">Raised with every change of the body.</param>
/// <param name="Body">
/// The body for an engine, without version and marks of ownership; null: the engine needs none.
/// </param>
public sealed record InstallableAsset(AssetKind Kind, string Name, int Version, Func<EngineFeatures, JsonObject?> Body)
{
    /// <summary>
    /// The mark that says ours: in <c>_meta</c> of templates, in the description of pipelines, which OpenSearch gives no <c>_meta</c>.
    /// </summary>
    public const string Owner = "fwcorrelate";

    private const int FingerprintLength = 16;

    /// <summary>A place for what users add: made empty where it is missing, and never touched again.</summary>
    public bool IsHook { get; init; }

    /// <summary>Path of the asset in the REST API.</summary>
    public string Path => PathOf(Kind, Name);

    // An @ may stand in a path as it is, and is easier to read.
    internal static string PathOf(AssetKind kind, string name) =>
        PathOf(kind) + Uri.EscapeDataString(name).Replace("%40", "@", StringComparison.Ordinal);

    internal static string PathOf(AssetKind kind) => kind switch
    {
        AssetKind.IngestPipeline => "_ingest/pipeline/",
        AssetKind.ComponentTemplate => "_component_template/",
        _ => "_index_template/",
    };

    /// <summary>The body with version and marks, as it is sent; null: the engine needs none.</summary>
    public JsonObject? Marked(EngineFeatures features)
    {
        if (Body(features) is not { } body)
            return null;
        var marked = body.DeepClone().AsObject();
        if (IsHook)
            return marked;
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToJsonString())))[..FingerprintLength];
        marked["version"] = Version;
        if (Kind == AssetKind.IngestPipeline)
            marked["description"] = $"{(string?)body["description"]} [{Owner} {Version} {fingerprint}]".TrimStart();
        else
            marked["_meta"] = new JsonObject { ["managed_by"] = Owner, ["fingerprint"] = fingerprint };
        return marked;
    }

    /// <summary>Of a stored body: the fingerprint of the body that was sent; null where it is not ours.</summary>
    internal static string? FingerprintOf(AssetKind kind, JsonObject stored)
    {
        if (kind != AssetKind.IngestPipeline)
            return stored["_meta"] is JsonObject meta
                && (meta["managed_by"] as JsonValue)?.ToString() == Owner ? meta["fingerprint"]?.ToString() ?? string.Empty : null;
        var description = stored["description"]?.ToString() ?? string.Empty;
        var mark = description.LastIndexOf($"[{Owner} ", StringComparison.Ordinal);
        return mark >= 0 && description.EndsWith(']') ? description[mark..].TrimEnd(']').Split(' ')[^1] : null;
    }
}
