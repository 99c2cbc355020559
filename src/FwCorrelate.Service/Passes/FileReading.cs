// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Passes;

/// <summary>What is known of a file after a pass read it.</summary>
/// <param name="TextBytes">Decompressed bytes.</param>
/// <param name="Sha256">Of the file as stored; empty where it could not be read to its end, or no hash was wanted.</param>
/// <param name="Damage">Why it ended early, or could not be read; null where all is well.</param>
internal sealed record FileReading(LogFile File, long TextBytes, string Sha256, string? Damage);
