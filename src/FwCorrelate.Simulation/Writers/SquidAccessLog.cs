// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Simulation.Breakout;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>Squid's access log in its own format (Squid, directive <c>logformat</c>): a line is written when its request ends.</summary>
internal static class SquidAccessLog
{
    /// <param name="end">What has not ended by then has no line yet.</param>
    public static IReadOnlyList<(string Line, SimulatedConnection? Connection)> Lines(IEnumerable<ProxiedRequest> requests, Instant end) =>
        [.. requests.Where(r => r.End < end).OrderBy(r => r.End).Select(r => (Line(r, t => t), (SimulatedConnection?)r.Client))];

    /// <param name="shown">What the proxy's clock shows at a time.</param>
    public static string Line(ProxiedRequest request, Func<Instant, Instant> shown)
    {
        var (stamp, elapsed) = (shown(request.End).ToUnixTimeMilliseconds(), (request.End - request.Start).TotalMilliseconds);
        var hierarchy = request.Address.Length == 0 ? "HIER_NONE/-" : $"HIER_DIRECT/{request.Address}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stamp / 1000}.{stamp % 1000:000} {elapsed,6:0} {request.Client.Source.Address} {request.Verdict}/{request.Status:000} "
                + $"{request.Back} {request.Method} {request.Target} - {hierarchy} -");
    }
}
