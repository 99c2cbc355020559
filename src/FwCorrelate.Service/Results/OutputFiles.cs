// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results;

/// <summary>Names of the files that a result folder holds (design, section 6).</summary>
public static class OutputFiles
{
    public const string Incidents = "incidents.jsonl";
    public const string Attributions = "attributions.jsonl";
    public const string Report = "report.html";
    public const string Ledger = "ledger.json";
    public const string Manifest = "manifest.json";
    public const string Rejected = "rejected.jsonl";

    /// <summary>All that is ours to replace; the manifest last, since it tells that the others are whole.</summary>
    public static IReadOnlyList<string> All { get; } = [Incidents, Attributions, Report, Ledger, Rejected, Manifest];
}
