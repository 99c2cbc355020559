// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Truth;

/// <summary>How a command names a destination, weakest first.</summary>
internal enum MentionKind
{
    None,

    /// <summary>It runs a script that an earlier command of the episode wrote with the destination.</summary>
    Script,

    /// <summary>By a shell pattern such as <c>10.8.$a.$b</c>, or by a network such as <c>10.8.0.0/16</c>.</summary>
    Pattern,
    Literal,
}

internal static class DestinationMention
{
    /// <param name="name">Name of the destination where the record shows it, else empty.</param>
    public static MentionKind Find(SimulatedCall call, string address, string name)
    {
        if (Literally(call.Command, address) || (name.Length > 0 && call.Command.Contains(name, StringComparison.Ordinal)))
            return MentionKind.Literal;
        if (ByPattern(call.Command, address))
            return MentionKind.Pattern;
        return call.ScriptAuthor is { } author && Literally(author.Command, address) ? MentionKind.Script : MentionKind.None;
    }

    /// <summary>Finds the address where no digit touches it, so that 10.0.0.1 is not found in 10.0.0.12.</summary>
    private static bool Literally(string command, string address)
    {
        for (var at = command.IndexOf(address, StringComparison.Ordinal); at >= 0; at = command.IndexOf(
            address, at + 1, StringComparison.Ordinal))
        {
            var end = at + address.Length;
            if ((at == 0 || !IsPartOfAddress(command[at - 1])) && (end == command.Length || !char.IsAsciiDigit(command[end])))
                return true;
        }

        return false;
    }

    private static bool IsPartOfAddress(char c) => char.IsAsciiDigit(c) || c == '.';

    private static bool ByPattern(string command, string address)
    {
        for (var dot = address.LastIndexOf('.'); dot > 0; dot = address.LastIndexOf('.', dot - 1))
        {
            var prefix = address[..(dot + 1)];
            if (command.Contains(prefix + "$", StringComparison.Ordinal) || command.Contains(prefix + "0/", StringComparison.Ordinal)
                || command.Contains(prefix + "0.0/", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
