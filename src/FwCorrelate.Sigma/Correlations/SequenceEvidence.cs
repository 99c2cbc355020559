// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// The events of a sequence that are on a chain of all rules in order within one timespan: an event that merely lies between is no
/// evidence.
/// </summary>
internal static class SequenceEvidence
{
    public static IEnumerable<RunEvent> Of(RunEvent[] events, CompiledCorrelation correlation)
    {
        var rules = correlation.Members.Length;

        // Of one time all are in order, in whichever order the rules ask for.
        var order = correlation.KeepsArrivalOrder ? events : [.. events.OrderBy(e => e.Time).ThenBy(e => e.Member)];
        var starts = new long[order.Length];
        var latest = new long[rules];
        Array.Fill(latest, long.MinValue);
        for (var i = 0; i < order.Length; i++)
        {
            var member = order[i].Member;
            starts[i] = latest[member] = member == 0 ? order[i].Time : latest[member - 1];
        }

        var earliest = new long[rules];
        Array.Fill(earliest, long.MaxValue);
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var member = order[i].Member;
            var end = member == rules - 1 ? order[i].Time : earliest[member + 1];
            earliest[member] = end;
            if (starts[i] > long.MinValue && end < long.MaxValue && end - starts[i] < correlation.Span)
                yield return order[i];
        }
    }
}
