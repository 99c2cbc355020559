// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--state</c>, or <c>--out</c> of a service whose state lies within: whose state is read.</summary>
internal sealed class StateOption
{
    private readonly Option<string> _state = new("--state") { Description = "Folder of the service's state", HelpName = "DIR" };
    private readonly Option<string> _out = new("--out")
    {
        Description = $"The service's output folder, where the state lies within (default: {ServeFolderOptions.DefaultOutput})",
        HelpName = "DIR"
    };

    public void AddTo(Command command)
    {
        command.Add(_state);
        command.Add(_out);
    }

    public string Read(ParseResult parsed) =>
        parsed.GetValue(_state) ?? ServeFolderOptions.StateIn(parsed.GetValue(_out) ?? ServeFolderOptions.DefaultOutput);
}
