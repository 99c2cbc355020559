// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

public enum EngineProduct
{
    Elasticsearch,
    OpenSearch,
}

/// <summary>Where the engines differ in how they are spoken with. Chosen once, from <c>GET /</c>.</summary>
/// <param name="Version">As the engine says it, such as <c>8.19.21</c>.</param>
public sealed record EngineDialect(EngineProduct Product, string Version)
{
    /// <summary>Whether a point in time breaks ties between equal sort values by itself (<c>_shard_doc</c>).</summary>
    public bool BreaksTies => Product == EngineProduct.Elasticsearch;

    /// <summary>Path that opens a point in time with <c>POST</c>.</summary>
    /// <param name="indices">As in a URL, already escaped.</param>
    /// <param name="keepAlive">Such as <c>2m</c>.</param>
    public string OpenPointInTime(string indices, string keepAlive) => Product == EngineProduct.Elasticsearch
        ? $"{indices}/_pit?keep_alive={keepAlive}&ignore_unavailable=false"
        : $"{indices}/_search/point_in_time?keep_alive={keepAlive}&allow_partial_pit_creation=false";

    /// <summary>Path that closes points in time with <c>DELETE</c>.</summary>
    public string ClosePointInTime => Product == EngineProduct.Elasticsearch ? "_pit" : "_search/point_in_time";

    /// <summary>
    /// Property that holds the id in the answer of <see cref="OpenPointInTime"/> and in the body of <see cref="ClosePointInTime"/>.
    /// </summary>
    public string PointInTimeId => Product == EngineProduct.Elasticsearch ? "id" : "pit_id";

    public override string ToString() => $"{Product} {Version}";
}
