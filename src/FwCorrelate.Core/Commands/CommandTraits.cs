// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Commands;

/// <summary>What a command can do, as far as its text tells.</summary>
public enum NetworkAbility
{
    /// <summary>Only programs that do not open connections by themselves, such as <c>ls</c> or <c>grep</c>.</summary>
    Inert,

    /// <summary>Scripts, interpreters, build tools, unknown programs: anything may be inside.</summary>
    Opaque,
}

/// <summary>Programs by what they can do: the vocabulary behind <see cref="CommandReading"/>.</summary>
internal static class CommandTraits
{
    // Programs of POSIX and coreutils that open no connection and run no other program from their plain use. awk, sed -e 'e', find -exec,
    // xargs, tar --checkpoint-action and the like can run programs and are left out.
    private static readonly HashSet<string> InertPrograms = new(StringComparer.Ordinal)
    {
        "", "[", "[[", "alias", "base64", "basename", "bg", "break", "cal", "cat", "cd", "chgrp", "chmod", "chown", "clear", "cmp",
            "column", "comm",
        "continue", "cp", "cut", "date", "declare", "df", "diff", "dirname", "disown", "done", "du", "echo", "egrep", "esac", "exit",
        "export",
        "expr", "false", "fgrep", "fi", "file", "fold", "for", "case", "in", "free", "grep", "groups", "head", "hexdump", "history",
        "id", "jobs",
        "join", "jq", "kill", "less", "ln", "local", "ls", "lsblk", "lscpu", "md5sum", "mkdir", "mktemp", "more", "mv", "nl", "nproc",
        "nvidia-smi", "od", "paste", "pgrep", "pkill", "popd", "printenv", "printf", "ps", "pushd", "pwd", "read", "readlink", "realpath",
        "return",
        "rm", "rmdir", "select", "seq", "set", "sha256sum", "shift", "sleep", "sort", "split", "stat", "strings", "tac", "tail",
        "tee", "test",
        "touch", "tr", "tree", "true", "truncate", "type", "umask", "uname", "uniq", "unset", "uptime", "wait", "wc", "which",
        "whoami", "xxd",
        "yes", "}", ")",
    };

    private static readonly HashSet<string> Detachers = new(StringComparer.Ordinal)
    {
        "nohup", "setsid", "disown", "daemonize", "systemd-run", "screen", "tmux", "crontab", "at", "batch", "start-stop-daemon", "autossh",
    };

    private static readonly HashSet<string> SecureShellPrograms = new(
        StringComparer.Ordinal) { "ssh", "scp", "sftp", "autossh", "sshfs", "ssh-copy-id", "mosh" };

    public static bool IsInert(ShellCommand command) =>
        InertPrograms.Contains(command.Program)
        && !command.Words.Any(w => w.Contains("/dev/tcp/", StringComparison.Ordinal) || w.Contains("/dev/udp/", StringComparison.Ordinal))
        && !command.OutputFiles.Any(IsNetworkDevice);

    /// <summary>Bash's own sockets: <c>/dev/tcp/host/port</c> (Bash Reference Manual, section 3.6).</summary>
    public static bool IsNetworkDevice(string file) =>
        file.StartsWith("/dev/tcp/", StringComparison.Ordinal) || file.StartsWith("/dev/udp/", StringComparison.Ordinal);

    /// <summary>Whether it is made to leave a process behind.</summary>
    public static bool OutlivesCall(ShellCommand command) =>
        command.IsBackground || command.IsDetached || Detachers.Contains(command.Program)
        || (command.Program == "ssh" && command.Invocation.Skip(1).Any(IsForkFlag))
        || (command.Program is "docker" or "podman" && command.Invocation.Contains("-d"));

    /// <summary>Clients that make one connection, or few at once, and end with it; nothing in them tries again later.</summary>
    private static readonly HashSet<string> OneShotPrograms = new(StringComparer.Ordinal)
    {
        "ssh", "scp", "sftp", "ssh-copy-id", "nc", "ncat", "netcat", "telnet", "curl", "wget", "git", "rsync", "openssl",
    };

    private static readonly HashSet<string> Loops = new(StringComparer.Ordinal) { "while", "until", "for", "watch" };

    /// <summary>
    /// Whether it connects once and ends, and is not told to go on: a loop, or a wrapper that starts it again. A shell with a script does
    /// nothing beside the script, which is read by itself.
    /// </summary>
    public static bool ConnectsOnce(ShellCommand command) =>
        (OneShotPrograms.Contains(command.Program) || command.Script is not null || IsBareSocket(command)) && !IsLoop(command)
            && !command.Words.Any(w => Detachers.Contains(w) && w is not ("nohup" or "setsid"));

    public static bool IsLoop(ShellCommand command) => command.Words.Any(Loops.Contains);

    /// <summary>A redirection to one of bash's sockets, with nothing that could go on.</summary>
    private static bool IsBareSocket(ShellCommand command) =>
        (InertPrograms.Contains(command.Program) || command.Invocation.All(IsNetworkDevice))
        && (command.OutputFiles.Any(IsNetworkDevice) || command.Words.Any(IsNetworkDevice));

    public static bool IsSecureShell(string program) => SecureShellPrograms.Contains(program);

    /// <summary>ssh's <c>-f</c>, alone or among other flags (<c>-fN</c>, <c>-fNT</c>).</summary>
    private static bool IsForkFlag(string word) =>
        word.Length > 1 && word[0] == '-' && word[1] != '-' && word.Contains('f', StringComparison.Ordinal)
            && word.Skip(1).All(char.IsAsciiLetter);
}
