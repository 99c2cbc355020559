// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>Why no more of a file's text can be read.</summary>
/// <param name="Reason">In words.</param>
/// <param name="IsUnsupported">Whether the file is in a container that is not unpacked here, rather than broken.</param>
public sealed record InputDamage(string Reason, bool IsUnsupported);
