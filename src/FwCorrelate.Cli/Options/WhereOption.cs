// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Service.Results.Filters;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--where</c>: the same language for every command that lists.</summary>
internal sealed class WhereOption
{
    private readonly Option<string> _where = new("--where")
    {
        Description = "Only those whose fields fit, such as \"level >= high and not destination.ip = 10.0.0.0/8\": ECS names (fwcorrelate. "
            + "may be left out), "
            + "= != < <= > >= ~ in (..) exists, and or not, * and CIDR in values",
        HelpName = "EXPR",
    };

    public void AddTo(Command command) => command.Add(_where);

    /// <exception cref="Cases.ConfigurationException">It cannot be read.</exception>
    public FieldFilter Read(ParseResult parsed) => parsed.GetValue(_where) is { } text ? FieldFilter.Parse(text) : FieldFilter.All;
}
