// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Indices;

namespace FwCorrelate.Cli.Options;

/// <summary>A case folder, or <c>--logs --timeline --leases</c> in its place; <c>--log-format</c>.</summary>
internal sealed class CaseOptions
{
    private readonly Argument<string?> _case = new("CASE")
    {
        Description = "Folder with logs, timeline, leases and case.yml",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> _logs = Paths(
        "--logs", "Firewall and flow logs: files, folders, globs, elastic:PATTERN, or - for standard input");
    private readonly Option<string[]> _timelines = Paths("--timeline", "Agent traces: likewise");
    private readonly Option<string[]> _leases = Paths("--leases", "Who held which address when: likewise");

    private readonly Option<string[]> _gpu = Paths("--gpu", "GPU telemetry: dcgm-exporter scrapes, Prometheus answers, nvidia-smi CSV");

    private readonly Option<string> _logFormat = new("--log-format")
    {
        Description = "Format of the logs (default: recognised by content; see formats)",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(_case);
        command.Add(_logs);
        command.Add(_timelines);
        command.Add(_leases);
        command.Add(_gpu);
        command.Add(_logFormat);
    }

    /// <exception cref="ConfigurationException">Neither or both are given, a path does not exist, or the format is not known.</exception>
    public CaseSelection Read(ParseResult parsed) => ReadAny(parsed)
        ?? throw new ConfigurationException("nothing to investigate: expected a case folder, or --logs PATH with --timeline and --leases");

    /// <summary>The same, where inputs may be named elsewhere: null where none are named here.</summary>
    /// <exception cref="ConfigurationException">Both are given, a path does not exist, or the format is not known.</exception>
    public CaseSelection? ReadAny(ParseResult parsed)
    {
        var folder = parsed.GetValue(_case);
        var selection = new CaseSelection(
            folder, parsed.GetValue(_logs) ?? [], parsed.GetValue(_timelines) ?? [], parsed.GetValue(_leases) ?? [],
            parsed.GetValue(_gpu) ?? [],
            parsed.GetValue(_logFormat));
        if (folder is not null && selection.NamesInputs)
            throw new ConfigurationException(
                $"'{folder}' and --logs, --timeline, --leases or --gpu are both given: expected a case folder or the options, not both");
        if (folder is null && !selection.NamesInputs)
            return null;
        if (folder is not null)
            InputPaths.MustBeFolder("case", folder, "For single files use --logs, --timeline and --leases");
        CheckAll("--logs", selection.Logs);
        CheckAll("--timeline", selection.Timelines);
        CheckAll("--leases", selection.Leases);
        foreach (var path in selection.Gpu)
            InputPaths.MustExist("--gpu", path);
        if (selection.LogFormat is { } format)
            FlowFormats.Shipped.Force(format);
        return selection;
    }

    private static void CheckAll(string option, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (IndexPattern.IsOne(path))
                IndexPattern.NamesOf(path);
            else
                InputPaths.MustExist(option, path);
        }
    }

    // Several per option, since shells expand globs: --logs logs/*.gz.
    private static Option<string[]> Paths(string name, string description) =>
        new(name) { Description = description, HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
}

/// <summary>What <see cref="CaseOptions"/> say.</summary>
internal sealed record CaseSelection(
    string? Folder, IReadOnlyList<string> Logs, IReadOnlyList<string> Timelines, IReadOnlyList<string> Leases, IReadOnlyList<string> Gpu,
    string? LogFormat)
{
    public bool NamesInputs => Logs.Count + Timelines.Count + Leases.Count + Gpu.Count > 0;
}
