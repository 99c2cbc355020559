// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Yaml;

/// <summary>What stands in a text, document by document, and what is wrong with those that are missing.</summary>
internal sealed record YamlRead(IReadOnlyList<YamlNode> Documents, IReadOnlyList<YamlFault> Faults);

/// <param name="At">Where it was found.</param>
/// <param name="What">What was found, as a sentence.</param>
/// <param name="Do">What to do about it, as a sentence.</param>
internal sealed record YamlFault(Position At, string What, string Do);
