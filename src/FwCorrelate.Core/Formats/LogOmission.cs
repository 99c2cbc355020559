// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Formats;

/// <summary>What a log leaves out by design, so that its silence on it says nothing.</summary>
/// <param name="Logs">The logs in a sentence, such as <c>AWS flow logs</c>.</param>
/// <param name="Destinations">Traffic to these is never told.</param>
/// <param name="Source">Where that is documented.</param>
public sealed record LogOmission(string Logs, IReadOnlyList<HostAddress> Destinations, string Source);
