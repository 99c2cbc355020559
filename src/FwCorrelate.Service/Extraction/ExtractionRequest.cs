// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Extraction;

/// <summary>What to extract, from what, to where.</summary>
/// <param name="Options">The investigation that found the incident.</param>
/// <param name="Incident">Its id, or the beginning of one.</param>
/// <param name="Target">A folder to make.</param>
/// <param name="IsAnonymous">Whether addresses, hosts, names, ids and secrets are replaced.</param>
/// <param name="Mapping">Where to write what was replaced by what; null writes it nowhere.</param>
public sealed record ExtractionRequest(
    InvestigationOptions Options, string Incident, string Target, bool IsAnonymous = false, string? Mapping = null)
{
    /// <summary>Makes replacements; random where none is given, so that nobody can make them again.</summary>
    internal ReadOnlyMemory<byte> Key { get; init; }
}
