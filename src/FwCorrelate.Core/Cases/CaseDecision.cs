// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Cases;

/// <summary>What a person decided about an incident: an entry of <c>decisions</c> in <c>case.yml</c>. It changes no verdict.</summary>
/// <param name="Incident">Its id, or the beginning of one.</param>
/// <param name="Line">Of the entry in the file.</param>
public sealed record CaseDecision(string Incident, string Says, string? By, Instant? At, int Line)
{
    /// <summary>Whether it is about the incident of an id.</summary>
    public bool IsOn(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(Incident, StringComparison.OrdinalIgnoreCase);
    }
}
