// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Commands;

/// <summary>
/// The ports that a port scanner is told to look at: nmap's port specification (Reference Guide, "Port Specification and Scan Order"),
/// which masscan, naabu, rustscan and zmap share: <c>22</c>, <c>1-1024</c>, <c>-</c> for all, with commas between and <c>T:</c> or
/// <c>U:</c> before.
/// </summary>
internal sealed class ScannedPorts
{
    private static readonly HashSet<string> Programs =
        new(StringComparer.Ordinal) { "nmap", "masscan", "naabu", "rustscan", "zmap", "unicornscan", "fscan" };

    private static readonly string[] Options = ["-p", "--ports", "--port", "--port-range", "-range", "--range", "--target-port"];

    /// <summary>Scans that look for hosts, or only list them.</summary>
    private static readonly HashSet<string> WithoutPorts = new(StringComparer.Ordinal) { "-sn", "-sP", "-sL" };

    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>Whether a scanner runs that is not told its ports: it takes those that it holds for common.</summary>
    public bool HasUsual { get; private set; }

    public void Add(ShellCommand command)
    {
        if (!Programs.Contains(command.Program))
            return;
        var isTold = false;
        for (var i = 1; i < command.Invocation.Count; i++)
        {
            if (ValueOf(command.Invocation, i) is not { } list)
                continue;
            isTold = true;
            foreach (var part in list.Split(','))
                AddRange(part);
        }

        HasUsual |= !isTold && !command.Invocation.Any(WithoutPorts.Contains);
    }

    public bool Holds(int port) => _ranges.Exists(r => r.First <= port && port <= r.Last);

    /// <summary>What follows an option of ports: attached, behind <c>=</c>, or as the next word.</summary>
    private static string? ValueOf(IReadOnlyList<string> words, int at)
    {
        var word = words[at];
        foreach (var option in Options)
        {
            if (word == option)
                return at + 1 < words.Count ? words[at + 1] : null;
            if (word.StartsWith(option + "=", StringComparison.Ordinal))
                return word[(option.Length + 1)..];
        }

        return word.Length > 2 && word.StartsWith("-p", StringComparison.Ordinal) && !char.IsAsciiLetterLower(word[2]) ? word[2..] : null;
    }

    private void AddRange(string part)
    {
        var text = part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        if (PortOf(first, 1) is { } from && PortOf(last, ushort.MaxValue) is { } to && (dash >= 0 || first.Length > 0))
            _ranges.Add((from, to));
    }

    /// <param name="open">What stands for an end that is left out.</param>
    private static int? PortOf(string text, int open) => text.Length == 0 ? open
        : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
