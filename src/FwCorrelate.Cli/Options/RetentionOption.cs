// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--retention</c>: how long data streams keep documents.</summary>
internal sealed class RetentionOption
{
    private const string Forever = "none";

    private readonly Option<string> _retention = new("--retention")
    {
        Description = "How long data streams keep documents, such as 90d or none: for ever (default: as installed before; OpenSearch: set "
            + "it in your index state management)",
        HelpName = "TIME",
    };

    public void AddTo(Command command) => command.Add(_retention);

    /// <summary>Whether it is said at all.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_retention) is not null;

    /// <summary>What is said, or what an earlier installation set.</summary>
    /// <exception cref="ConfigurationException">The engine has no such thing.</exception>
    public async Task<string?> ReadAsync(ParseResult parsed, ISearchEngine engine, CancellationToken cancellationToken)
    {
        if (!IsGiven(parsed))
            return await StoredRetention.AskAsync(engine, cancellationToken).ConfigureAwait(false);
        return engine.Dialect.Product == EngineProduct.Elasticsearch ? Read(parsed)
            : throw new ConfigurationException($"--retention {parsed.GetValue(_retention)}: {engine.Dialect} has no retention of data "
                + "streams: leave it out, and set a policy for logs-fwcorrelate.* in index state management");
    }

    /// <returns>Null where none is said, or for ever.</returns>
    /// <exception cref="ConfigurationException">No such time.</exception>
    public string? Read(ParseResult parsed)
    {
        var text = parsed.GetValue(_retention);
        if (text == Forever)
            return null;
        var isTime = text is null || (text.Length is > 1 and < 8 && text[^1] is 'd' or 'h' && text.AsSpan(0, text.Length - 1)
            .IndexOfAnyExceptInRange('0', '9') < 0 && text[0] != '0');
        return isTime ? text : throw new ConfigurationException(
            $"--retention '{text}' is not a time: expected a whole number of days or hours, such as 90d or 36h, or none");
    }
}
