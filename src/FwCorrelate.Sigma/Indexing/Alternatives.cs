// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// A rule taken apart where it says <c>or</c>, so that each alternative is looked up with all that it asks for: of "SSH's other ports, or
/// quiet records to port 443" together no look-up could tell that a busy record to port 443 is neither.
/// </summary>
internal static class Alternatives
{
    /// <summary>More would cost every record more than they save.</summary>
    private const int Most = 4;

    private static readonly Dimension[] Telling =
        [Dimension.DestinationPort, Dimension.SourcePort, Dimension.Traits, Dimension.Bytes, Dimension.Packets];

    /// <summary>Predicates one of which holds wherever <paramref name="predicate"/> does, and none elsewhere.</summary>
    public static IReadOnlyList<Predicate> Of(Predicate predicate)
    {
        IReadOnlyList<Predicate> parts = predicate is And all ? all.Parts : [predicate];
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is Or { Parts.Count: > 1 and <= Most } any
                && any.Parts.All(p => Array.Exists(Telling, d => !Projection.Of(p, d).IsAll)))
                return [.. any.Parts.Select(p => new And([.. parts.Take(i), p, .. parts.Skip(i + 1)]))];
        }

        return [predicate];
    }
}
