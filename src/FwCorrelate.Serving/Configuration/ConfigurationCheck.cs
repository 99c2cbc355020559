// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Service;
using FwCorrelate.Serving.Delivery;

namespace FwCorrelate.Serving.Configuration;

/// <summary>Tries what a configuration needs of its surroundings: inputs, rules, secrets. Nothing is started or sent.</summary>
internal static class ConfigurationCheck
{
    /// <exception cref="ConfigurationException">Something it names is not there, or cannot be used.</exception>
    public static void Run(ServiceSettings settings)
    {
        var options = settings.Investigation;
        var inputs = (string[])[.. options.Logs, .. options.Timelines, .. options.Leases, .. options.Gpu];
        if (options.CasePath is null && inputs.Length == 0)
            throw new ConfigurationException("nothing to watch: expected case, logs, timeline or leases");
        if (options.CasePath is { } folder && !Directory.Exists(folder))
            throw new ConfigurationException($"case: {folder}: no such folder");
        using (Ingestion.Inputs.InputCatalog.Discover(inputs, Directory.GetCurrentDirectory()))
        {
            // Found, and of no further use here.
        }

        var caseSettings = options.CasePath is { } path ? Ingestion.Cases.CaseSettingsReader.ReadFolder(path, options.Formats)
            : CaseSettings.Default;
        if (Investigation.LoadRules(options, caseSettings).Errors is [var error, ..])
            throw new ConfigurationException(error.ToString());
        foreach (var secret in SecretsOf(settings))
            secret.Read(Environment.GetEnvironmentVariable);
    }

    private static IEnumerable<SecretReference> SecretsOf(ServiceSettings settings) => settings.Sinks
        .Select(s => s switch
        {
            WebhookSettings webhook => webhook.Secret,
            ElasticSettings elastic => elastic.ApiKey,
            _ => null,
        }).Append(settings.Listen?.Token).OfType<SecretReference>();
}
