// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Serving.Delivery;

/// <summary>An Elasticsearch or OpenSearch that incidents are stored in.</summary>
/// <param name="Url">One node.</param>
/// <param name="ApiKey">Where the key stands; null asks without.</param>
/// <param name="Namespace">Last part of the data streams' names.</param>
public sealed record ElasticSettings(string Name, string Url, SecretReference? ApiKey, string Namespace) : SinkSettings(Name);
