// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Commands;

/// <summary>
/// What the text of a tool call tells of its effects: the destinations it goes to, those it merely writes down, the files it
/// writes and uses, and whether it leaves a process behind. Made once per call.
/// </summary>
public sealed class CommandReading
{
    private const int SshPort = 22;
    private readonly List<DestinationText> _executed = [];
    private readonly List<DestinationText> _written = [];
    private readonly List<DestinationText> _decoded = [];
    private readonly HashSet<int> _ports = [];
    private readonly ScannedPorts _scanned = new();
    private readonly HashSet<string> _writtenFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private bool _mayConnectAgain;
    private bool _hasLoop;

    private CommandReading(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Ability = NetworkAbility.Opaque;
            _mayConnectAgain = true;
            return;
        }

        foreach (var command in ShellScript.Parse(text))
            Read(command);
        if (ConstantVariables.Expand(text) is { } expanded)
        {
            ReadPlainly(expanded);
            text += '\n' + expanded;
        }

        foreach (var decoded in EncodedText.In(text))
        {
            if (decoded.IsProgram)
                ReadDecoded(decoded.Text);
            else
                ReadPlainly(decoded.Text);
        }
    }

    /// <summary>
    /// Whether all that it runs and that may connect does so once and then ends, as <c>ssh</c> and <c>curl</c> do. A loop ends with its
    /// call, unless it is made to go on.
    /// </summary>
    public bool ConnectsOnce => Ability == NetworkAbility.Opaque && !_mayConnectAgain && !(_hasLoop && OutlivesCall);

    /// <summary>A call whose trace does not tell what it ran.</summary>
    public static CommandReading Unknown { get; } = new(null);

    public NetworkAbility Ability { get; private set; } = NetworkAbility.Inert;

    /// <summary>
    /// Whether it starts something that is made to go on after the call (<c>&amp;</c>, <c>nohup</c>, <c>ssh -f</c>, ...).
    /// </summary>
    public bool OutlivesCall { get; private set; }

    public static CommandReading Of(string? text) => string.IsNullOrWhiteSpace(text) ? Unknown : new CommandReading(text);

    /// <summary>The reading of a call: a tool that writes files goes nowhere, whatever stands in what it writes.</summary>
    public static CommandReading Of(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return IsFileWriter(call.ToolName) ? OfFileWriter(call.Arguments ?? call.Command ?? "") : Of(call.Command ?? call.Arguments);
    }

    /// <summary>Addresses that stand in the text as such, gone to or written down.</summary>
    public IEnumerable<HostAddress> ExactAddresses =>
        _executed.Concat(_written).Concat(_decoded).Where(d => d.Block is { IsSingleAddress: true }).Select(d => d.Block!.Value.Network);

    /// <summary>Domains that it goes to, in lower case, each once.</summary>
    public IReadOnlyList<string> Domains =>
        [.. _executed.Concat(_decoded).Select(d => d.Domain).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Blocks and patterns of addresses that it goes to, as written, each once.</summary>
    public IReadOnlyList<string> Patterns =>
        [.. _executed.Concat(_decoded).Where(d => d.IsPattern).Select(d => d.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether it names destinations in other ways: patterns, blocks, domains.</summary>
    public bool HasInexactDestinations => _executed.Concat(_written).Concat(_decoded).Any(d => d.Block is not { IsSingleAddress: true });

    /// <summary>Whether all that it goes to stands in it as addresses: it hardly goes to any other.</summary>
    public bool GoesElsewhere => _executed.Count > 0 && _executed.TrueForAll(d => d.Block is { IsSingleAddress: true });

    /// <summary>How the command names the destination as something it connects to.</summary>
    /// <param name="domain">Destination domain in lower case where the log tells it; else empty.</param>
    public Mention Names(HostAddress address, int port, string domain)
    {
        var named = Best(_executed, address, port, domain);
        if (named.Kind != MentionKind.None || _decoded.Count == 0)
            return named;
        var decoded = Best(_decoded, address, port, domain);
        return decoded.Kind == MentionKind.None ? Mention.None : new Mention(MentionKind.Decoded, decoded.Text);
    }

    /// <summary>How the command writes the destination down without going there: into a file, on the screen.</summary>
    public Mention WritesDown(HostAddress address, int port, string domain) => Best(_written, address, port, domain);

    /// <summary>Names of the files that it writes, without their folders.</summary>
    public IReadOnlySet<string> WrittenFiles => _writtenFiles;

    /// <summary>Names of the files that it may use, without their folders: any word of it.</summary>
    public IReadOnlySet<string> UsedFiles => _words;

    private static bool IsFileWriter(string tool) =>
        tool.Contains("write", StringComparison.OrdinalIgnoreCase) || tool.Contains("edit", StringComparison.OrdinalIgnoreCase)
        || tool.Contains("create_file", StringComparison.OrdinalIgnoreCase) || tool.Contains("patch", StringComparison.OrdinalIgnoreCase);

    private static CommandReading OfFileWriter(string arguments)
    {
        var reading = new CommandReading("true");
        reading._written.AddRange(DestinationScanner.Scan(arguments, BodyPort(arguments)));
        reading._ports.UnionWith(DestinationScanner.Ports(arguments));
        try
        {
            using var document = JsonDocument.Parse(arguments);
            foreach (var name in new[] { "path", "file_path", "file", "filename" })
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var path)
                    && path.ValueKind == JsonValueKind.String)
                    AddFile(reading._writtenFiles, path.GetString()!);
            }
        }
        catch (JsonException)
        {
            // Arguments that are no JSON name no file that could be followed; the destinations in them count all the same.
        }

        return reading;
    }

    // The same command without variables and escapes: what it does was read before, where it goes may show only now.
    private void ReadPlainly(string text)
    {
        foreach (var command in ShellScript.Parse(text).Where(c => !CommandTraits.IsInert(c)))
        {
            var words = string.Join(' ', command.Words.Concat(command.OutputFiles.Where(CommandTraits.IsNetworkDevice))
                .Concat(command.HereDocuments));
            _decoded.AddRange(
                DestinationScanner.Scan(words, CommandTraits.IsSecureShell(command.Program) ? SshPort : DestinationText.NoPort));
            _ports.UnionWith(DestinationScanner.Ports(words));
        }
    }

    /// <summary>What is decoded is run by a shell or an interpreter, nearly always.</summary>
    private void ReadDecoded(string text)
    {
        foreach (var command in ShellScript.Parse(text))
        {
            Ability = NetworkAbility.Opaque;
            OutlivesCall |= CommandTraits.OutlivesCall(command);
            var words = string.Join(' ', command.Words);
            _decoded.AddRange(
                DestinationScanner.Scan(words, CommandTraits.IsSecureShell(command.Program) ? SshPort : DestinationText.NoPort));
            _ports.UnionWith(DestinationScanner.Ports(words));
            _scanned.Add(command);
        }

        _mayConnectAgain = true;
    }

    private void Read(ShellCommand command)
    {
        var inert = CommandTraits.IsInert(command);
        if (!inert)
            Ability = NetworkAbility.Opaque;
        _mayConnectAgain |= !inert && !CommandTraits.ConnectsOnce(command);
        _hasLoop |= CommandTraits.IsLoop(command);
        OutlivesCall |= CommandTraits.OutlivesCall(command);
        var programPort = CommandTraits.IsSecureShell(command.Program) || IsGitOverSsh(command) ? SshPort : DestinationText.NoPort;
        var text = string.Join(' ', command.Words.Concat(command.OutputFiles.Where(CommandTraits.IsNetworkDevice)));
        (inert ? _written : _executed).AddRange(DestinationScanner.Scan(text, programPort));
        _ports.UnionWith(DestinationScanner.Ports(text));
        _scanned.Add(command);
        foreach (var body in command.HereDocuments)
        {
            // What a here-document says is done by the program that reads it: cat writes it down, python runs it.
            (inert ? _written : _executed).AddRange(DestinationScanner.Scan(body, BodyPort(body)));
            _ports.UnionWith(DestinationScanner.Ports(body));
        }

        Remember(command);
    }

    private static int BodyPort(string body) => body.Contains("ssh ", StringComparison.Ordinal) ? SshPort : DestinationText.NoPort;

    private static bool IsGitOverSsh(ShellCommand command) =>
        command.Program is "git" or "rsync"
            && command.Words.Any(w => w.Contains('@', StringComparison.Ordinal) && w.Contains(':', StringComparison.Ordinal));

    private void Remember(ShellCommand command)
    {
        foreach (var file in command.OutputFiles)
            AddFile(_writtenFiles, file);
        if (command.Program is "tee" or "cp" or "mv" or "install" or "ln" && command.Invocation.Count > 1)
            AddFile(_writtenFiles, command.Invocation[^1]);
        foreach (var word in command.Words)
            AddFile(_words, word);
    }

    /// <summary>Files are compared by their last path part: a script may be run from another folder than it was written in.</summary>
    private static void AddFile(HashSet<string> files, string word)
    {
        var name = word[(word.LastIndexOf('/') + 1)..].TrimEnd(')', '"', '\'');
        if (name.Length > 1 && !CommandTraits.IsNetworkDevice(word) && name != "null")
            files.Add(name);
    }

    private Mention Best(List<DestinationText> destinations, HostAddress address, int port, string domain)
    {
        var best = Mention.None;
        foreach (var destination in destinations)
        {
            var kind = Judge(destination, address, port, domain);
            if (kind > best.Kind)
                best = new Mention(kind, destination.ToString());
        }

        return best;
    }

    private MentionKind Judge(DestinationText destination, HostAddress address, int port, string domain)
    {
        if (!destination.Holds(address) && !(domain.Length > 0 && destination.Names(domain)))
            return MentionKind.None;
        if (destination.Port >= 0 && destination.Port != port)
            return MentionKind.None;
        var portNamed = destination.Port == port || destination.ImpliedPort == port || _ports.Contains(port)
            || _scanned.Holds(port);

        // http://host goes to port 80 whatever numbers stand around it; ssh takes its port from an option.
        if (destination is { Port: DestinationText.NoPort, ImpliedPort: >= 0 } && destination.ImpliedPort != port
            && !(portNamed && destination.ImpliedPort == SshPort))
            return MentionKind.None;
        if (destination.IsPattern)
            return portNamed ? MentionKind.Pattern : _scanned.HasUsual ? MentionKind.AddressOnly : MentionKind.None;
        return portNamed ? MentionKind.Exact : MentionKind.AddressOnly;
    }
}
