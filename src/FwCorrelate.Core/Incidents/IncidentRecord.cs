// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;

namespace FwCorrelate.Incidents;

/// <summary>A matched record with the connection it belongs to and its two ends, seen from the side whose cause is asked for.</summary>
public sealed record IncidentRecord(AttributedRecord Attributed, StitchedConnection Stitched, Endpoint Acting, Endpoint Target)
{
    public Attribution Attribution => Attributed.Attribution;
}
