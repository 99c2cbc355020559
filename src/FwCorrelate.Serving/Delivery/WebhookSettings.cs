// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Serving.Delivery;

/// <summary>An address that each revision is posted to.</summary>
/// <param name="Url">https; http only to this machine.</param>
/// <param name="Secret">Where the key of the signature stands; null signs nothing.</param>
public sealed record WebhookSettings(string Name, Uri Url, SecretReference? Secret) : SinkSettings(Name);
