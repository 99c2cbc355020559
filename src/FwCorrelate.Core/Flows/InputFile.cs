// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>
/// One input as a user names it. <see cref="Path"/> is relative to the case, with <c>/</c>, or <c>-</c> for standard input;
/// <see cref="Format"/> and <see cref="Source"/> are names (design, section 4).
/// </summary>
public sealed record InputFile(string Path, string Format, LogSettings Source)
{
    public override string ToString() => Path;
}
