// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Engines.Security;

/// <summary>An OpenSearch with TLS and users, one for each shipped role.</summary>
internal sealed class SecureSite
{
    public const string Password = "Quiet-Tulip-4711";
    private const string AdminPassword = "Admin-pass-1";

    private static readonly Lazy<Task<SecureSite>> Shared = new(StartAsync);

    private SecureSite(EngineServer server) => Server = server;

    public EngineServer Server { get; }

    public ServerTrust Trust => ServerTrust.OfFile(Server.Authority!);

    public static Task<SecureSite> OpenAsync() => Shared.Value;

    /// <param name="role">Last part of the role's name, which is the user's too.</param>
    public Task<SearchEngine> AsAsync(string role, CancellationToken cancellationToken) => ConnectAsync(EngineCredentials.Basic(role, Password), cancellationToken);

    public Task<SearchEngine> AsAdminAsync(CancellationToken cancellationToken) => ConnectAsync(EngineCredentials.Basic("admin", AdminPassword), cancellationToken);

    private static async Task<SecureSite> StartAsync()
    {
        var site = new SecureSite(await EngineServer.StartAsync("opensearch", "--secure"));
        using var admin = await site.ReadyAsync();
        foreach (var name in RoleFiles.Names)
        {
            await PutAsync(admin, "roles/" + name, RoleFiles.Of(EngineProduct.OpenSearch, name));
            var user = new JsonObject { ["password"] = Password, ["opendistro_security_roles"] = new JsonArray(name) };
            await PutAsync(admin, "internalusers/" + name.Split('-')[1], user.ToJsonString());
        }

        return site;
    }

    // The security index is made after the node is up.
    private async Task<SearchEngine> ReadyAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await AsAdminAsync(CancellationToken.None);
            }
            catch (EngineException) when (tries < 60)
            {
                await Task.Delay(500);
            }
        }
    }

    private static async Task PutAsync(SearchEngine admin, string path, string body) =>
        (await admin.SendAsync(HttpMethod.Put, "_plugins/_security/api/" + path, EngineBody.Json(body), CancellationToken.None)).Required($"store {path}");

    private Task<SearchEngine> ConnectAsync(EngineCredentials credentials, CancellationToken cancellationToken) =>
        SearchEngine.ConnectAsync(EngineEndpoint.Of(Server.Url, credentials, Trust), TimeProvider.System, cancellationToken);
}
