// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service;

/// <summary>Files that something collected beforehand, named as they were where it found them.</summary>
/// <param name="Unread">What it could not open there.</param>
public sealed record CollectedInputs(IReadOnlyList<CaseInput> Files, IReadOnlyList<UnreadEntry> Unread);
