// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using NodaTime;

namespace FwCorrelate.Incidents;

/// <summary>
/// A matched record with the connection it belongs to, seen from the side whose cause is asked for. Incidents are made of all of them at
/// once, so it holds little: what a result says of it beyond this is put together each time <see cref="Attributed"/> is asked for.
/// </summary>
public abstract class IncidentRecord
{
    private readonly int _flow;
    private readonly bool _actsAsInitiating;

    /// <param name="flow">Position of the record in the connection's <see cref="StitchedConnection.Flows"/>.</param>
    /// <param name="actsAsInitiating">See <see cref="Attributor.ActsAsInitiating"/>.</param>
    protected IncidentRecord(StitchedConnection stitched, int flow, bool actsAsInitiating, RecordHash hash) =>
        (Stitched, _flow, _actsAsInitiating, Hash) = (stitched, flow, actsAsInitiating, hash);

    protected IncidentRecord(IncidentRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Stitched, _flow, _actsAsInitiating, Hash) = (other.Stitched, other._flow, other._actsAsInitiating, other.Hash);
    }

    public StitchedConnection Stitched { get; }

    public ref readonly FlowRecord Record => ref Stitched.RecordAt(_flow);

    public InputFile File => Stitched.FileAt(_flow);

    public RecordHash Hash { get; }

    /// <summary>The end whose cause is asked for.</summary>
    public Endpoint Acting => _actsAsInitiating ? Stitched.Initiating : Stitched.Responder;

    /// <summary>The other end.</summary>
    public Endpoint Target => _actsAsInitiating ? Stitched.Responder : Stitched.Initiating;

    public Instant Start => Record.Start.ToInstant();

    public Instant End => Record.End.ToInstant();

    /// <summary>By level, descending, then id.</summary>
    public abstract IReadOnlyList<RuleSummary> Rules { get; }

    public abstract Attribution Attribution { get; }

    /// <summary>See <see cref="AttributedRecord.SuppressedBy"/>.</summary>
    public abstract string? SuppressedBy { get; }

    /// <summary>All that results say of the record; made anew each time.</summary>
    public abstract AttributedRecord Attributed { get; }

    /// <summary>The same record with other rules, by level, descending, then id.</summary>
    public abstract IncidentRecord WithRules(IReadOnlyList<RuleSummary> rules);

    public RecordOrigin Origin => new(File.Path, Record.Line, Record.Index, Record.Offset, Hash) { Document = Document };

    /// <summary>The document it was read from, where it was read from an index.</summary>
    protected virtual DocumentId? Document => null;
}
