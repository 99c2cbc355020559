// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;

namespace FwCorrelate.Cli.Commands;

/// <summary>A rule for one address, or two, in a temporary file: what a vendor's alert is about, whatever our rules say of it.</summary>
internal sealed class AlertRule : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fwcorrelate-alert-");

    /// <param name="other">The other end, where it is known.</param>
    public AlertRule(HostAddress address, int? port, HostAddress? other = null)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "alert.yml");
        File.WriteAllText(Path, $$"""
            title: Traffic of {{address}}{{(port is null ? "" : string.Create(CultureInfo.InvariantCulture, $", port {port}"))}}
            id: 5f0f7c55-6d5a-4a35-9f53-0b2f4b6f3a11
            description: What an alert from outside is about. It says nothing of right or wrong.
            logsource: {product: fwcorrelate, service: flow}
            detection:
              selection_from: {src_ip: '{{address}}'{{PortOf("src_port", port)}}{{EndOf("dst_ip", other)}}}
              selection_to: {dst_ip: '{{address}}'{{PortOf("dst_port", port)}}{{EndOf("src_ip", other)}}}
              condition: 1 of selection_*
            level: medium
            """);
    }

    public string Path { get; }

    /// <summary>A place beside it for what is only looked at.</summary>
    public string ResultPath => System.IO.Path.Combine(_folder.FullName, "result");

    public void Dispose() => _folder.Delete(recursive: true);

    private static string EndOf(string field, HostAddress? other) => other is { } address ? $", {field}: '{address}'" : "";

    private static string PortOf(string field, int? port) =>
        port is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {field}: {port}");
}
