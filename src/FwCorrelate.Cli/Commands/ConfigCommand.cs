// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Serving;
using FwCorrelate.Serving.Configuration;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate config</c>: the settings of <c>serve</c>.</summary>
internal sealed class ConfigCommand : Command
{
    public ConfigCommand(CommandContext context)
        : base("config", "Check and show settings of serve")
    {
        Add(new CheckCommand(context));
        Add(new ShowCommand(context));
    }

    private static ServiceConfiguration Read(string file) => ConfigurationReader.Read(file, new ServiceSettings
    {
        Investigation = new InvestigationOptions(),
        OutputFolder = ServeFolderOptions.DefaultOutput,
        StateFolder = ServeFolderOptions.StateIn(ServeFolderOptions.DefaultOutput),
    });

    private static Argument<string> FileArgument() => new("FILE") { Description = "A service.yml" };

    private sealed class CheckCommand : CliCommand
    {
        private readonly Argument<string> _file = FileArgument();

        public CheckCommand(CommandContext context)
            : base("check", "Check a service.yml: keys, values, paths and secrets", context)
        {
            Add(_file);
            Examples = ["config check service.yml"];
        }

        protected override ExitCode Execute(ParseResult parsed) => Check(parsed.GetRequiredValue(_file));

        private ExitCode Check(string file)
        {
            ConfigurationCheck.Run(Read(file).Settings);
            Say($"{file} can be used");
            return ExitCode.Done;
        }
    }

    private sealed class ShowCommand : CliCommand
    {
        private readonly Argument<string> _file = FileArgument();

        public ShowCommand(CommandContext context)
            : base("show", "Show every setting that takes effect with where it comes from; secrets by where they stand", context)
        {
            Add(_file);
            Examples = ["config show service.yml"];
        }

        protected override ExitCode Execute(ParseResult parsed) => Show(parsed.GetRequiredValue(_file));

        private ExitCode Show(string file)
        {
            var values = Read(file).Values;
            var page = PageWriter.To(Terminal);
            var (keys, texts) = (values.Max(v => v.Key.Length) + 1, values.Max(v => v.Text.Length));
            foreach (var value in values)
                page.Unwrapped($"{(value.Key + ":").PadRight(keys)} {value.Text.PadRight(texts)}  # {value.Origin}");
            return ExitCode.Done;
        }
    }
}
