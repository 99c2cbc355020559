// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results;

/// <summary>Finds lines of <c>attributions.jsonl</c> by the hash of their record without parsing those that are passed over.</summary>
internal static class RecordHashes
{
    private const string Name = "\"hash\":\"";
    private const int Digits = 64;

    /// <summary>
    /// Whether a line may be of a record with one of the hashes: its <c>event.hash</c>, which comes first, or one that an index kept
    /// elsewhere.
    /// </summary>
    public static bool AnyIn(string line, HashSet<string> hashes)
    {
        if (hashes.Count == 0)
            return false;
        var at = line.IndexOf(Name, StringComparison.Ordinal);
        return at < 0 || at + Name.Length + Digits > line.Length || hashes.Contains(line.Substring(at + Name.Length, Digits))
            || line.Contains("\"origin\":", StringComparison.Ordinal);
    }
}
