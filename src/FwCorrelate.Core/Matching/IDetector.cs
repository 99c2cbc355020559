// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Timelines;

namespace FwCorrelate.Matching;

/// <summary>
/// A rule satisfied by a record, before attribution. Where the rule mentions the agent this is a necessary condition only: ask
/// <see cref="IDetector.Confirms"/>.
/// </summary>
/// <param name="Record">Index in the batch.</param>
/// <param name="Rule">Index in <see cref="IDetector.Rules"/>.</param>
public readonly record struct FlowMatch(int Record, int Rule);

/// <summary>A rule satisfied by a tool call.</summary>
/// <param name="Call">Index in the list of calls.</param>
/// <param name="Rule">Index in <see cref="IDetector.Rules"/>.</param>
public readonly record struct CallMatch(int Call, int Rule);

/// <summary>Runs rules over events. Instances are immutable and may be used from several threads.</summary>
public interface IDetector
{
    /// <summary>Rules in use: those about single events by id, then correlations by id.</summary>
    IReadOnlyList<RuleSummary> Rules { get; }

    /// <summary>Columns of vendors' own that the rules ask for or count, by name.</summary>
    IReadOnlyList<string> VendorFields => [];

    /// <summary>The same rules where it is known which records go out by themselves though their source has a proxy.</summary>
    IDetector Knowing(Func<RecordReference, bool> bypassesProxy) => this;

    /// <summary>Appends the matches of a batch's flows and alerts, by record, then rule. NODATA and SKIPDATA records never match.</summary>
    void Detect(FlowBatch batch, List<FlowMatch> matches);

    /// <summary>Appends the matches of tool calls, by call, then rule.</summary>
    void Detect(IReadOnlyList<ToolCall> calls, List<CallMatch> matches);

    /// <summary>
    /// Whether a rule asks for the destination's port, and so for what is connected to: the answer to a connection that the destination
    /// opened, which goes back to a port of its choice, is none.
    /// </summary>
    bool AsksForService(int rule);

    /// <summary>The full answer for a rule that uses attribution; true for a rule that does not (its first answer was full).</summary>
    bool Confirms(int rule, RecordReference record, Attribution attribution);
}
