// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Cli.Commands;

/// <summary>A command that works on one search engine.</summary>
internal abstract class EngineCommand : CliCommand
{
    private readonly EngineOptions _engine = new("--", "to work on");

    protected EngineCommand(string name, string description, CommandContext context)
        : base(name, description, context) => _engine.AddTo(this);

    protected override ExitCode Execute(ParseResult parsed)
    {
        Check(parsed);
        return RunAsync(parsed, Endpoint(parsed)).GetAwaiter().GetResult();
    }

    /// <summary>The engine that is named.</summary>
    /// <exception cref="ConfigurationException">None is, or it cannot be used.</exception>
    protected EngineEndpoint Endpoint(ParseResult parsed) => _engine.Required(parsed);

    /// <summary>Refuses wrong usage before anything is sent.</summary>
    /// <exception cref="ConfigurationException">The usage is wrong.</exception>
    protected virtual void Check(ParseResult parsed)
    {
    }

    protected abstract Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine);

    protected static TimeProvider Time => TimeProvider.System;

    /// <summary>One line of the result.</summary>
    protected void Print(string line) => PageWriter.To(Terminal).Unwrapped(line);

    private async Task<ExitCode> RunAsync(ParseResult parsed, EngineEndpoint endpoint)
    {
        using var engine = await SearchEngine.ConnectAsync(endpoint, Time, Interrupted).ConfigureAwait(false);
        return await WorkAsync(parsed, engine).ConfigureAwait(false);
    }
}
