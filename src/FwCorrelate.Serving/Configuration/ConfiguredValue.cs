// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Configuration;

/// <summary>A value that takes effect.</summary>
/// <param name="Text">As it can be written in the file; of a secret, where it stands.</param>
/// <param name="Origin"><c>file:line</c>, or <c>default</c>.</param>
internal sealed record ConfiguredValue(string Key, string Text, string Origin);
