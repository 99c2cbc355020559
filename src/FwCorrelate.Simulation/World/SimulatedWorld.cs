// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Simulation.World;

/// <summary>Everything that truly happened; sensors and writers turn it into a case.</summary>
/// <param name="logStart">Sensors see nothing before.</param>
/// <param name="logEnd">Sensors see nothing from then on.</param>
internal sealed class SimulatedWorld(SeededRandom random, Instant logStart, Instant logEnd)
{
    private readonly HashSet<(Endpoint Source, Endpoint Destination)> _tuples = [];
    private readonly SeededRandom _ports = random.Fork("ports");

    public Instant LogStart => logStart;

    public Instant LogEnd => logEnd;

    public List<SimulatedSandbox> Sandboxes { get; } = [];

    public List<SimulatedEpisode> Episodes { get; } = [];

    public List<SimulatedConnection> Connections { get; } = [];

    /// <summary>Opens a connection from an ephemeral port that no other connection to the same destination has.</summary>
    /// <param name="more">What else is to be said of it.</param>
    /// <param name="ports">Source ports it may have; the end is excluded.</param>
    public void Open(
        Cause cause, string source, Endpoint destination, IReadOnlyList<PacketBunch> packets,
        Func<SimulatedConnection, SimulatedConnection>? more = null,
        (int From, int To)? ports = null)
    {
        var (lowest, end) = ports ?? (32_768, 61_000);
        Endpoint from;
        do
        {
            from = new Endpoint(source, _ports.Between(lowest, end));
        }
        while (!_tuples.Add((from, destination)));

        var connection = new SimulatedConnection(from, destination, cause, packets)
        {
            TranslatedPort = _ports.Between(1_024, 65_536),
            Sequence = (uint)_ports.NextBits(),
        };
        Connections.Add(more is null ? connection : more(connection));
    }

    /// <summary>Opens a connection that a call caused, from its sandbox.</summary>
    /// <param name="act">Letter of the act, as <c>fixtures/README.md</c> lists them.</param>
    public void OpenBy(
        SimulatedCall call, string act, Endpoint destination, IReadOnlyList<PacketBunch> packets,
        Func<SimulatedConnection, SimulatedConnection>? more = null, string note = "") =>
        Open(new Cause(CauseKind.Call, act, call, call.Sandbox, note), call.Sandbox.Address, destination, packets, more);
}
