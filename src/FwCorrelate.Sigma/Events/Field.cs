// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Events;

/// <summary>When a field of an event can be read.</summary>
public enum FieldScope
{
    /// <summary>From the record itself, without allocation.</summary>
    Record,

    /// <summary>From the vendor's own text, at the price of a string.</summary>
    Vendor,

    /// <summary>Only once the record is attributed.</summary>
    Agent,

    /// <summary>Never: this kind of event has no such field.</summary>
    Absent,
}

/// <summary>A field as a rule names it, resolved for one kind of event by a <see cref="Compilation.FieldMap"/>.</summary>
/// <param name="Name">As the rule writes it.</param>
/// <param name="Code">The kind's own number for it; 0 where it is read by name.</param>
public sealed record Field(string Name, int Code, FieldScope Scope);
