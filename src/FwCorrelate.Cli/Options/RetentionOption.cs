// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--retention</c>: how long data streams keep documents.</summary>
internal sealed class RetentionOption
{
    private readonly Option<string> _retention = new("--retention")
    {
        Description = "How long data streams keep documents, such as 90d (default: for ever; OpenSearch: set it in your index state management)",
        HelpName = "TIME",
    };

    public void AddTo(Command command) => command.Add(_retention);

    /// <exception cref="ConfigurationException">No such time.</exception>
    public string? Read(ParseResult parsed)
    {
        var text = parsed.GetValue(_retention);
        var isTime = text is null || (text.Length is > 1 and < 8 && text[^1] is 'd' or 'h' && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0 && text[0] != '0');
        return isTime ? text : throw new ConfigurationException($"--retention '{text}' is not a time: expected a whole number of days or hours, such as 90d or 36h");
    }
}
