// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>The vendors' words in one vocabulary.</summary>
public static class EcsWords
{
    private static readonly (string Word, FirewallAction Action)[] Actions =
    [
        ("ACCEPT", FirewallAction.Allow), ("allow", FirewallAction.Allow), ("allowed", FirewallAction.Allow), ("pass",
            FirewallAction.Allow),
        ("close", FirewallAction.Allow), ("timeout", FirewallAction.Allow), ("start", FirewallAction.Allow), ("dns", FirewallAction.Allow),
        ("ip-conn", FirewallAction.Allow), ("client-rst", FirewallAction.Allow), ("server-rst", FirewallAction.Allow),
        ("alert", FirewallAction.Alert), ("detected", FirewallAction.Alert), ("passthrough", FirewallAction.Alert),
        ("deny", FirewallAction.Deny), ("denied", FirewallAction.Deny), ("block", FirewallAction.Deny), ("blocked", FirewallAction.Deny),
        ("drop", FirewallAction.Drop), ("dropped", FirewallAction.Drop), ("discard", FirewallAction.Drop),
        ("drop-icmp", FirewallAction.Drop),
        ("drop_input", FirewallAction.Drop), ("drop_output", FirewallAction.Drop), ("drop_forward", FirewallAction.Drop),
        ("reject", FirewallAction.Reject), ("rejected", FirewallAction.Reject),
        ("reset", FirewallAction.Reset), ("reset-client", FirewallAction.Reset), ("reset-server", FirewallAction.Reset),
        ("reset-both", FirewallAction.Reset),
        ("block-url", FirewallAction.Deny), ("block-ip", FirewallAction.Deny), ("block-continue", FirewallAction.Deny),
        ("sinkhole", FirewallAction.Deny),
    ];

    /// <summary>All words of each action, in small letters.</summary>
    public static IReadOnlyDictionary<FirewallAction, IReadOnlyList<string>> WordsOfActions { get; } =
        Actions.GroupBy(a => a.Action).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(a => a.Word.ToLowerInvariant())]);

    private static readonly (byte[] Word, FirewallAction Action)[] Known =
        [.. Actions.Select(a => (Encoding.UTF8.GetBytes(a.Word), a.Action))];
    private static readonly (byte[] Name, TcpFlags Flag)[] FlagNames =
        [.. Enum.GetValues<TcpFlags>().Where(f => f != TcpFlags.None).Select(f => (Encoding.UTF8.GetBytes(NameOf(f)), f))];

    /// <summary><see cref="FirewallAction.Unknown"/> for a word that tells no verdict.</summary>
    public static FirewallAction ActionOf(ReadOnlySpan<byte> word)
    {
        foreach (var (known, action) in Known)
        {
            if (Ascii.EqualsIgnoreCase(word, known))
                return action;
        }

        return FirewallAction.Unknown;
    }

    /// <summary>From a host's or the perimeter's view; <c>internal</c> and <c>external</c> say nothing of the way past a sensor.</summary>
    public static FlowDirection DirectionOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        8 when Ascii.EqualsIgnoreCase(word, "outbound"u8) => FlowDirection.Outbound,
        6 when Ascii.EqualsIgnoreCase(word, "egress"u8) => FlowDirection.Outbound,
        3 when word.SequenceEqual("SRC"u8) => FlowDirection.Outbound,
        7 when Ascii.EqualsIgnoreCase(word, "inbound"u8) => FlowDirection.Inbound,
        7 when Ascii.EqualsIgnoreCase(word, "ingress"u8) => FlowDirection.Inbound,
        4 when word.SequenceEqual("DEST"u8) => FlowDirection.Inbound,
        _ => FlowDirection.Unknown,
    };

    /// <summary>TCP flags as a number or as names (<c>SYN</c>); false where the text is neither.</summary>
    internal static bool TryReadFlags(EcsRow row, EcsField field, ReadOnlySpan<byte> line, out TcpFlags flags)
    {
        flags = TcpFlags.None;
        var text = row[field, line];
        if (Utf8Number.TryParse(text, out ushort number) && number <= byte.MaxValue)
        {
            flags = (TcpFlags)number;
            return true;
        }

        foreach (var (name, flag) in FlagNames)
            flags |= row.Holds(field, name, line) ? flag : TcpFlags.None;
        return flags != TcpFlags.None;
    }

    private static string NameOf(TcpFlags flag) => flag switch
    {
        TcpFlags.Reset => "RST",
        TcpFlags.Push => "PSH",
        TcpFlags.Urgent => "URG",
        _ => flag.ToString().ToUpperInvariant(),
    };
}
