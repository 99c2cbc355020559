// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Delivery;

/// <summary>A program that is started for each revision, with the document on its standard input. No shell is involved.</summary>
/// <param name="Path">Of the program.</param>
public sealed record ExecutableSettings(string Name, string Path, IReadOnlyList<string> Arguments) : SinkSettings(Name);
