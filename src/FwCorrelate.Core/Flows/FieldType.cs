// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Flows;

/// <summary>Type of a mapped field.</summary>
public enum FieldType
{
    Keyword,
    Number,
    Address,
}
