// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Extraction;

/// <summary>What was extracted, and whether it answers as the whole case does.</summary>
/// <param name="Incident">The incident's id in the case.</param>
/// <param name="IncidentThere">Its id in the extract; null where the extract does not show it.</param>
/// <param name="Answer">The answer of the whole case, in words, with replacements where they were asked for.</param>
/// <param name="Kept">Records of logs that were taken.</param>
/// <param name="Of">Records of logs in the case.</param>
/// <param name="Bytes">Size of the extract as stored.</param>
/// <param name="Differences">What the extract says otherwise, in words; empty where the answer is the same.</param>
/// <param name="Notes">What a person must know before handing it on.</param>
public sealed record ExtractionResult(
    string Incident, string? IncidentThere, string Answer, long Kept, long Of, long Bytes, IReadOnlyList<string> Differences,
    IReadOnlyList<string> Notes)
{
    public bool IsSame => Differences.Count == 0;
}
