// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.Mcp;

/// <summary>One argument of a tool.</summary>
internal sealed record ToolParameter(string Name, string Description, bool IsNumber = false, bool IsRequired = false);
