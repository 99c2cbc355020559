// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Reporting;

/// <summary>How much of everything the page shows; the files hold the rest, and the page says how much that is.</summary>
internal static class ReportLimits
{
    public const int Behaviours = 100;
    public const int IncidentsPerBehaviour = 25;
    public const int OpenIncidents = 3;
    public const int Index = 10_000;
    public const int Candidates = 8;
    public const int Reasons = 8;
    public const int EvidenceRows = 10;
    public const int ConnectionRows = 10;
    public const int Inputs = 200;
    public const int Rules = 200;
    public const int Gaps = 50;
    public const int Names = 20;
    public const int Warnings = 100;
}
