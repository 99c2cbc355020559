// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Options;

/// <summary><c>OUT</c>: a folder that investigate wrote. Commands that take it read it and run nothing.</summary>
internal sealed class ResultArgument
{
    private readonly Argument<string> _folder = new("OUT") { Description = "A folder that investigate --out wrote" };

    public void AddTo(Command command) => command.Add(_folder);

    /// <exception cref="Cases.ConfigurationException">It is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ResultFolder Read(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_folder);
        InputPaths.MustBeFolder("OUT", folder, "Name the folder that investigate --out wrote");
        return ResultFolder.Open(folder);
    }
}
