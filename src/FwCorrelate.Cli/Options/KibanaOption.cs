// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Kibana;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--kibana-url</c>: Kibana beside the engine, with the engine's credentials and trust.</summary>
internal sealed class KibanaOption(string purpose)
{
    private readonly Option<string> _url = new(KibanaClient.UrlOption)
    {
        Description = $"{purpose}, with the engine's credentials; a path such as /s/soc chooses a space",
        HelpName = "URL",
    };

    public void AddTo(Command command) => command.Add(_url);

    /// <summary>Null where no Kibana is named.</summary>
    /// <exception cref="ConfigurationException">No such Kibana is used.</exception>
    public EngineEndpoint? Read(ParseResult parsed, EngineEndpoint engine)
    {
        if (parsed.GetValue(_url) is not { Length: > 0 } url)
            return null;
        try
        {
            // The engine's certificate says nothing of a Kibana that shows none.
            var trust = url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? null : engine.Trust;
            return EngineEndpoint.Of(
                url, engine.Credentials, trust, parsed.GetValue<bool>(EngineEndpoint.PlainHttpOption), engine.Timeouts);
        }
        catch (ConfigurationException exception)
        {
            throw new ConfigurationException($"{_url.Name}: {exception.Message}", exception);
        }
    }

    public async Task<KibanaClient?> ConnectAsync(
        ParseResult parsed, EngineEndpoint engine, TimeProvider time, CancellationToken cancellationToken) =>
        Read(parsed, engine) is { } endpoint
            ? await KibanaClient.ConnectAsync(endpoint, time, cancellationToken).ConfigureAwait(false) : null;
}
