// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Breakout;

/// <summary>
/// Whether the call behind a request, or behind a connection that carries one, can be named from the folder alone. Of connections it is
/// as strict as <see cref="EvidenceJudge"/>: another request that fits makes them nobody's.
/// </summary>
internal sealed class ProxiedJudge(EvidenceJudge judge, IReadOnlyList<ProxiedRequest> requests)
{
    private static readonly Duration Near = Duration.FromSeconds(4);

    private readonly Dictionary<SimulatedConnection, ProxiedRequest> _byConnection = new(
        requests.SelectMany(r => new[] { r.Client, r.Server }.OfType<SimulatedConnection>(), (r, c) => KeyValuePair.Create(c, r)),
        ReferenceEqualityComparer.Instance);

    /// <param name="client">The client's connection, by which a line of the log is known.</param>
    public Decision? OfRequest(SimulatedConnection client) => Of(_byConnection[client]);

    /// <summary>Null for a connection that no request is behind.</summary>
    public Decision? OfConnection(SimulatedConnection connection)
    {
        if (!_byConnection.TryGetValue(connection, out var request))
            return null;
        var isClientSide = ReferenceEquals(connection, request.Client);
        var others = requests.Count(r => r.Start <= request.End + Near && request.Start <= r.End + Near
            && (isClientSide ? r.Client.Source.Address == connection.Source.Address
                : r.Address == request.Address && r.Port == request.Port));
        if (others > 1)
            return new Decision(false, $"{others} requests of the proxy's log fit the connection");
        var decided = Of(request);
        return decided.IsDecidable ? new Decision(true, "one request fits the connection; " + decided.Why) : decided;
    }

    // As if the sandbox had gone there by itself, with the name that its request tells.
    private Decision Of(ProxiedRequest request) => judge.Judge(
        request.Client with { Destination = new Endpoint(request.Address, request.Port), Domain = request.Host },
        Visibility.BeforeTranslationWithName);
}
