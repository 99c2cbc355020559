// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>Something that can be seen on an event at the price of a look-up, and without which a test cannot hold.</summary>
/// <param name="Field">Null: in any value of the event.</param>
internal abstract record WitnessKey(Field? Field)
{
    /// <summary>
    /// The keys one of which every value that passes has; null where a value without any passes, such as a missing one.
    /// Tests that are not known here have none: the index may only be too weak.
    /// </summary>
    public static IReadOnlyList<WitnessKey>? Of(Field? field, ValueTest test) => test switch
    {
        PatternTest { Text: { } text } => [new TextKey(field, text)],
        RegexTest { Text: { } text } => [new TextKey(field, text)],
        _ when field is null => null,
        ExactTest exact => [ValueKey.Of(field, exact)],
        ExactSetTest set => [.. set.Members.Select(m => ValueKey.Of(field, m))],
        CidrTest cidr => [new NetworkKey(field, cidr.Network)],
        PatternTest or RegexTest or CompareTest or DatePartTest => [new PresenceKey(field, EvenNull: false)],
        ExistsTest { Wanted: true } => [new PresenceKey(field, EvenNull: true)],
        _ => null,
    };

    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<WitnessKey>? OfNegated(Field field, ValueTest test) => test switch
    {
        NullTest => [new PresenceKey(field, EvenNull: false)],
        ExistsTest { Wanted: false } => [new PresenceKey(field, EvenNull: true)],
        _ => null,
    };
}

/// <summary>A text inside the value.</summary>
internal sealed record TextKey(Field? Field, TextWitness Text) : WitnessKey(Field);

/// <summary>The whole value, in every type it may have.</summary>
/// <param name="Text">Upper case: <see cref="StringComparison.OrdinalIgnoreCase"/> compares by it, and the Kelvin sign is a k in lower case
/// only.</param>
internal sealed record ValueKey(Field Field, string Text, long? Integer, double? Real, HostAddress? Address) : WitnessKey(Field)
{
    public static ValueKey Of(Field field, ExactTest test) =>
        new(field, test.Text.ToUpperInvariant(), test.Integer, test.Real, test.Address);
}

/// <summary>An address inside a network.</summary>
internal sealed record NetworkKey(Field Field, AddressPrefix Network) : WitnessKey(Field);

/// <summary>The field is there, with a value or, where asked, with null.</summary>
internal sealed record PresenceKey(Field Field, bool EvenNull) : WitnessKey(Field);
