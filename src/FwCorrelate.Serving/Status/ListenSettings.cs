// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Serving.Status;

/// <summary>Where the page and the metrics are, on loopback.</summary>
/// <param name="Token">Where the token stands; null makes one at each start and prints it.</param>
public sealed record ListenSettings(int Port, SecretReference? Token);
