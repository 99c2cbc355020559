// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Extraction;

/// <summary>How much of a case goes with an incident, least first: each is tried until the answer is that of the whole case.</summary>
internal enum ExtractScope
{
    /// <summary>
    /// The connections of the incident's actors to its targets, what else the actors did around then, their episodes; clocks as the whole
    /// case shows them.
    /// </summary>
    Near,

    /// <summary>The same with a sample of benign connections to read clocks from, and all episodes of the actors' sandboxes.</summary>
    Clocks,

    /// <summary>Whatever contacts the targets, with the episodes of all sandboxes that do.</summary>
    Targets,

    /// <summary>Whatever contacts any endpoint that matched a rule, all traces and leases.</summary>
    Matched,

    /// <summary>Every file whole.</summary>
    Everything,
}
