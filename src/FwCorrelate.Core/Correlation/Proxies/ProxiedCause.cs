// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Correlation;

/// <summary>
/// What is said of the cause of a connection that goes through a proxy: what is said of the request behind it. Where several may be, all
/// that is said of any of them is told, and a call is named only if each is of that call.
/// </summary>
internal static class ProxiedCause
{
    /// <summary>Of one request that may be behind it, and others that may be the request's own: as likely not.</summary>
    private const double Shared = 0.5;

    /// <summary>Candidates of less weight are not told.</summary>
    private const double Least = 0.001;

    private const int RequestsQuoted = 3;

    /// <param name="causeOf">What is said of a request.</param>
    /// <param name="contextOf">What the proxy's log tells of a request.</param>
    public static Attribution Of(
        ProxiedConnection proxied, Func<StitchedConnection, Attribution> causeOf, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        var causes = proxied.Requests.Select(r => causeOf(r)).ToList();
        if (proxied.IsStitched)
            return Joined(causes[0], Stitched(proxied, contextOf));
        if (proxied is { Untold: 0, Requests.Count: > 1 } && causes[0].Call is { } call && causes.TrueForAll(c => ReferenceEquals(c.Call, call)))
        {
            var least = causes.MinBy(c => c.Confidence)!;
            return Joined(least, Ambiguous(proxied, contextOf) + "; each of them is of the same call");
        }

        return Mixed(proxied, causes, contextOf);
    }

    private static Attribution Joined(Attribution cause, string how) =>
        cause with { JoinedBy = cause.JoinedBy is null ? how : $"{how}; {cause.JoinedBy}" };

    private static Attribution Mixed(
        ProxiedConnection proxied, List<Attribution> causes, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        var all = proxied.Requests.Count + proxied.Untold;
        var share = all == 1 ? Shared : 1.0 / all;
        var candidates = causes.SelectMany(c => c.Candidates).GroupBy(c => (c.Call.TraceId, c.Call.SpanId))
            .Select(g => g.MaxBy(c => c.Weight)! with { Weight = g.Sum(c => c.Weight) * share })
            .Where(c => c.Weight >= Least)
            .OrderByDescending(c => c.Weight).ThenBy(c => c.Call.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.Call.SpanId, StringComparer.Ordinal).ToList();
        return new Attribution
        {
            Kind = candidates.Count > 0 ? AttributionKind.Candidates
                : causes.Exists(c => c.Sandboxes.Count > 0) ? AttributionKind.Sandbox : AttributionKind.UnknownAddress,
            Rung = Rung.D,
            Confidence = candidates.Count > 0 ? candidates[0].Weight : 0,
            Lag = candidates.Count > 0 ? candidates[0].Lag : null,
            Candidates = candidates,
            NoneWeight = Math.Max(0, 1 - candidates.Sum(c => c.Weight)),
            Sandboxes = [.. causes.SelectMany(c => c.Sandboxes).Distinct().Order(StringComparer.Ordinal)],
            Leases = [.. causes.SelectMany(c => c.Leases).Distinct()],
            Reasons = [Ambiguous(proxied, contextOf)],
        };
    }

    private static string Stitched(ProxiedConnection proxied, Func<StitchedConnection, ConnectionContext> contextOf) =>
        $"{Role(proxied)}: {Quote(proxied.Requests[0], contextOf)} in its log is the only request that fits in time, destination and bytes";

    private static string Ambiguous(ProxiedConnection proxied, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        var quoted = string.Join("; ", proxied.Requests.Take(RequestsQuoted).Select(r => Quote(r, contextOf)));
        var all = proxied.Requests.Count + proxied.Untold;
        if (all == 1)
            return $"{Role(proxied)}, and another connection fits the only request that may be behind it as well: {quoted}";
        var more = all > RequestsQuoted ? string.Create(CultureInfo.InvariantCulture, $"; and {all - RequestsQuoted} more") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Role(proxied)}, and {all} requests of its log may be behind it: {quoted}{more}");
    }

    private static string Role(ProxiedConnection proxied) =>
        $"{proxied.Proxy} is a proxy, {(proxied.IsClientSide ? "to which the sandbox connected" : "which connected")}";

    private static string Quote(StitchedConnection request, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        var (context, line) = (contextOf(request), request.RecordAt(0).Line);
        var asked = context.Domain.Length > 0 ? context.Domain : request.Responder.ToString();
        var method = context.Request is { Method.Length: > 0 } told ? told.Method + " " : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{request.FileAt(0).Path}:{line} ({method}{asked} of {request.Initiating.Address})");
    }
}
