// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using FwCorrelate.Cases;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Redaction;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>One run of the program: parses, invokes, and turns every failure into one line and an exit code.</summary>
internal sealed class Application
{
    public const string Name = "fwcorrelate";

    // Response files (@file) are off: an argument that starts with @ is a path like any other.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private readonly RootCommand _root;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupted;

    public Application(RootCommand root, CommandContext context)
    {
        _root = root;
        _terminal = context.Terminal;
        _interrupted = context.Interrupted;
        ShowExamples(root, _terminal.Width);
    }

    /// <summary>The version of the program, with the commit it was built from where the build knows it.</summary>
    public static string Version =>
        typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public ExitCode Run(IReadOnlyList<string> arguments)
    {
        var parsed = _root.Parse(arguments, Parsing);
        var command = parsed.CommandResult.Command;
        var known = ExitCode.Done;
        try
        {
            if (UsageErrors.First(parsed) is { } error)
                return Refuse(command, error);
            known = Invoke(parsed);
            _terminal.Out.Flush();
            return known;
        }
        catch (ConfigurationException exception)
        {
            return Refuse(command, exception.Message);
        }
        catch (IOException exception) when (StandardOutput.IsClosedBy(exception))
        {
            return known == ExitCode.Done ? ExitCode.OutputClosed : known;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            var code = Fail(exception is AggregateException aggregate ? aggregate.GetBaseException() : exception);
            return _interrupted.IsCancellationRequested ? ExitCode.Interrupted : code;
        }
    }

    private ExitCode Invoke(ParseResult parsed) => (ExitCode)parsed.Invoke(new InvocationConfiguration
    {
        Output = _terminal.Out,
        Error = _terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // Interruption handles signals; the default would kill the run after two seconds.
    });

    private ExitCode Refuse(Command command, string message)
    {
        SayError(message);
        _terminal.Error.WriteLine($"Try: {PathOf(command)} --help");
        return ExitCode.WrongUsage;
    }

    private ExitCode Fail(Exception exception)
    {
        switch (exception)
        {
            case IOException or UnauthorizedAccessException or InvalidDataException:
                SayError(exception.Message);
                return ExitCode.InputDamaged;
            case EngineException:
                SayError(exception.Message);
                return ExitCode.RemoteFailed;
            case OutOfMemoryException:
                SayError("out of memory: expected an input that fits; try a shorter interval (--from, --to) or fewer --threads");
                return ExitCode.InputDamaged;
            default:
                SayError($"internal error, a defect of {Name} {Version}: {exception.GetType().Name}: {exception.Message.TrimEnd('.')}; "
                    + "please report this line with the command that you typed");
                return ExitCode.Defect;
        }
    }

    private void SayError(string message) =>
        _terminal.Error.WriteLine($"{Name}: {TerminalText.Escape(CommandRedaction.MaskSecrets(message))}");

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (var c = command; c is not RootCommand; c = c.Parents.OfType<Command>().First())
            names.Insert(0, c.Name);
        return string.Join(' ', names.Prepend(Name));
    }

    private static void ShowExamples(RootCommand root, int width)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                help.MaxWidth = width;
                option.Action = new HelpWithExamples(help);
            }
            else if (option is VersionOption)
            {
                option.Action = new ShowVersion();
            }
        }
    }

    /// <summary>The library's help, then the command's examples.</summary>
    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not CliCommand { Examples.Count: > 0 } command)
                return (int)ExitCode.Done;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
                output.WriteLine(IsPipe(example) ? $"  {example}" : $"  {Name} {example}");
            output.WriteLine();
            return (int)ExitCode.Done;
        }

        // Another program's output, which the command reads.
        private static bool IsPipe(string example) => example.Contains($"| {Name} ", StringComparison.Ordinal);
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"{Name} {Version}");
            return (int)ExitCode.Done;
        }
    }
}
