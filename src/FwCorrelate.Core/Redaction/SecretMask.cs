// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Redaction;

/// <summary>
/// The one place that decides what of a text is a secret: by its shape, by the name beside it, by its place in a command. Whatever is shown
/// or written of commands, traces and log lines goes through it.
/// </summary>
internal static class SecretMask
{
    private const int DeepestNesting = 4;

    /// <summary>Places of all secrets, by start, none within another.</summary>
    public static List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int Start, int End)>();
        SecretShapes.Find(text, found);
        SecretAssignments.Find(text, found);
        FindInCommands(text, 0, 0, found);
        found.Sort();
        return Joined(found);
    }

    /// <summary>The text with each secret replaced.</summary>
    public static string Apply(string text, string mask)
    {
        var secrets = Find(text);
        if (secrets.Count == 0)
            return text;
        var masked = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in secrets)
        {
            masked.Append(text, at, start - at).Append(mask);
            at = end;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    // What stands between quotes may be a command of its own: bash -c '…', ssh host "…", a string of JSON.
    private static void FindInCommands(string text, int offset, int depth, List<(int Start, int End)> found)
    {
        var first = found.Count;
        var commands = ShellWords.Read(text);
        CommandSecrets.Find(commands, found);
        for (var i = first; i < found.Count; i++)
            found[i] = (found[i].Start + offset, found[i].End + offset);
        if (depth == DeepestNesting)
            return;
        foreach (var (start, end) in commands.SelectMany(c => c.Words).SelectMany(w => w.Quoted))
            FindInCommands(text[start..end], offset + start, depth + 1, found);
    }

    private static List<(int Start, int End)> Joined(List<(int Start, int End)> sorted)
    {
        var joined = new List<(int Start, int End)>(sorted.Count);
        foreach (var (start, end) in sorted)
        {
            if (joined.Count > 0 && start < joined[^1].End)
                joined[^1] = (joined[^1].Start, Math.Max(end, joined[^1].End));
            else if (end > start)
                joined.Add((start, end));
        }

        return joined;
    }
}
