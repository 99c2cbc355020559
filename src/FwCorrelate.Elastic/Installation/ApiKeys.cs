// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Elastic.Clients.Elasticsearch.Security;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>A key that was made. Nobody can ask the engine for it again.</summary>
/// <param name="Role">One of <see cref="RoleFiles.Names"/>, which is the key's name too.</param>
/// <param name="Encoded">The secret, as <c>--api-key</c> takes it.</param>
public sealed record CreatedKey(string Role, string Encoded)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => Role;
}

/// <summary>Makes API keys with no more rights than the roles for the work have, in Elasticsearch; OpenSearch 2 has none.</summary>
public sealed class ApiKeys(SearchEngine engine)
{
    /// <summary>The works that go on without a person; installing is one person's, once.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["fwcorrelate-shipper", "fwcorrelate-writer", "fwcorrelate-reader"];

    /// <summary>Refuses what cannot work, before anything is changed.</summary>
    /// <exception cref="ConfigurationException">The engine has no keys, or who asks can make none.</exception>
    public static void Check(EngineDialect dialect, EngineCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(credentials);
        if (dialect.Product == EngineProduct.OpenSearch)
            throw new ConfigurationException($"--create-keys: {dialect} has no API keys: give users the roles that fwcorrelate elastic "
                + "build writes, and name them with --user and --password");
        if (credentials.IsApiKey)
            throw new ConfigurationException("--create-keys: Elasticsearch lets an API key make only keys without rights: "
                + "install with --user and --password, as somebody who has the rights of all three roles and manage_own_api_key");
    }

    /// <exception cref="EngineException">The engine refuses: it has no security, or who asks lacks a right.</exception>
    public async Task<CreatedKey> CreateAsync(string role, CancellationToken cancellationToken)
    {
        var reply = await engine.SendAsync(HttpMethod.Post, "_security/api_key", EngineBody.Json(Request(role)), cancellationToken)
            .ConfigureAwait(false);
        var answer = reply.Required($"make the API key {role}").Json;
        return answer.TryGetProperty("encoded", out var encoded) && encoded.ValueKind == JsonValueKind.String
            ? new CreatedKey(role, encoded.GetString()!)
            : throw new EngineException(
                EngineFailure.Unreadable, $"the answer to making the API key {role} holds no key: is there a proxy in between?");
    }

    // The role's file as the client's own type reads it: a right that Elasticsearch does not know has no place in it.
    private byte[] Request(string role)
    {
        var serializer = engine.Client.ElasticsearchClientSettings.RequestResponseSerializer;
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(RoleFiles.Of(EngineProduct.Elasticsearch, role)));
        var request = new CreateApiKeyRequest
        {
            Name = role,
            RoleDescriptors = new Dictionary<string, RoleDescriptor> { [role] = serializer.Deserialize<RoleDescriptor>(file) },
            Metadata = new Dictionary<string, object> { ["managed_by"] = InstallableAsset.Owner },
        };
        using var body = new MemoryStream();
        serializer.Serialize(request, body);
        return body.ToArray();
    }
}
