// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Serving.Status;

namespace FwCorrelate.Serving.Configuration;

/// <summary>Reads <c>listen: {port: 8087, token: file:PATH}</c>. The address is always loopback.</summary>
internal static class ListenReader
{
    public static ListenSettings Read(SettingsNode node, List<ConfiguredValue> values)
    {
        var members = node.Members("port", "token");
        var port = members.TryGetValue("port", out var number) ? number.Port() : throw node.Unexpected("a map with port and token");
        if (port == 0)
            throw number.Unexpected("a port from 1 to 65535");
        var token = members.TryGetValue("token", out var reference)
            ? SecretReference.Parse($"{reference.KeyPlace}: listen.token", reference.Text("env:NAME or file:PATH")) : null;
        values.Add(new ConfiguredValue(
            "listen.port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), number.KeyPlace));
        values.Add(new ConfiguredValue("listen.token", token?.ToString() ?? "made at each start",
            reference is null ? "default" : reference.KeyPlace));
        return new ListenSettings(port, token);
    }
}
