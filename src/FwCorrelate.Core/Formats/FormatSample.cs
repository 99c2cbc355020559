// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>A record that is shipped with the program, to be sent through the pipelines of an engine (<c>samples.jsonl</c>).</summary>
/// <param name="Message">As a sensor wrote it.</param>
/// <param name="Header">The header line of its log; null where the format needs none.</param>
public sealed record FormatSample(string Message, string? Header);
