// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Commands;

/// <summary>How a command names a destination, weakest first.</summary>
public enum MentionKind
{
    None,

    /// <summary>It runs a file that an earlier call wrote with the destination in it.</summary>
    Lineage,

    /// <summary>It stands in a text that the command decodes and runs.</summary>
    Decoded,

    /// <summary>The address, with a port that does not contradict.</summary>
    AddressOnly,

    /// <summary>A pattern that the address fits (<c>10.8.0.$i</c>, <c>10.8.0.0/16</c>), and the port.</summary>
    Pattern,

    /// <summary>Address or domain, and port.</summary>
    Exact,
}

/// <summary>A destination found in a command.</summary>
/// <param name="Text">As written in the command.</param>
public readonly record struct Mention(MentionKind Kind, string Text)
{
    public static Mention None => new(MentionKind.None, "");

    /// <summary>Whether the destination itself stands in the text: what rung D asks for.</summary>
    public bool IsLiteral => Kind is MentionKind.Exact or MentionKind.AddressOnly;
}
