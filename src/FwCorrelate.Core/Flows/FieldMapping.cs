// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>How a vendor's column maps to the Elastic Common Schema.</summary>
/// <param name="Column">The vendor's name for it.</param>
/// <param name="EcsField">Dotted ECS name, such as <c>cloud.account.id</c>.</param>
/// <param name="Type">How the text becomes a JSON value.</param>
public sealed record FieldMapping(string Column, string EcsField, FieldType Type = FieldType.Keyword);
