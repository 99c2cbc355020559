// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;

namespace FwCorrelate.Accuracy;

/// <summary>Shows a record that came out wrong: the truth, the candidates and their reasons.</summary>
internal static class WorstRecordText
{
    private const int MostCandidates = 4;
    private const int LongestCommand = 110;

    public static void Write(TextWriter writer, WorstRecord worst)
    {
        ref readonly var record = ref worst.Record.Record.Record;
        var attribution = worst.Record.Attribution;
        writer.WriteLine($"   - seed {worst.Seed} {worst.Record.Origin}: {record.Source}:{record.SourcePort} > {record.Destination}:{record.DestinationPort} at {record.Start.ToInstant()}");
        writer.WriteLine($"     truth {worst.Truth.Text}");
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"     said {attribution.Kind}, rung {attribution.Rung}, none {attribution.NoneWeight:0.0000}, verdict {worst.Verdict}, start {worst.Record.Connection.StartBasis}, inherited {attribution.Inherited}: {string.Join("; ", attribution.Reasons)}"));
        for (var i = 0; i < attribution.Candidates.Count; i++)
        {
            if (i < MostCandidates || worst.Truth.Names(attribution.Candidates[i]))
                Write(writer, attribution.Candidates[i], worst.Truth, i + 1);
        }
    }

    private static void Write(TextWriter writer, CallCandidate candidate, TruthRow truth, int place)
    {
        var call = candidate.Call;
        var command = (call.Command ?? "").ReplaceLineEndings(" ");
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"       {(truth.Names(candidate) ? "TRUE" : "    ")} {place}. {candidate.Weight:0.0000} {call.SandboxId} {call.CallId} lag {candidate.Lag.TotalSeconds:0.00} s, {(call.End.Value - call.Start.Value).TotalSeconds:0.0} s long: {command[..Math.Min(LongestCommand, command.Length)]}"));
        writer.WriteLine($"            {string.Join("; ", candidate.Reasons)}");
    }
}
