// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;

namespace FwCorrelate.Accuracy;

/// <summary>A record that came out wrong, or was left unnamed though it could be decided.</summary>
internal sealed record WorstRecord(ulong Seed, double Severity, AttributedRecord Record, TruthRow Truth, Verdict? Verdict)
{
    private const int MostCandidates = 4;
    private const int LongestCommand = 110;

    /// <summary>Wrong names first, then wrong verdicts, then what could be decided and was not, worst weight first; 0 where nothing is wrong.</summary>
    public static double SeverityOf(Attribution attribution, TruthRow row, Verdict? verdict)
    {
        if (attribution.Call is { } named && !(row.IsAgents && row.IsCall(named)))
            return 4;
        if (row.IsAgents ? verdict is Incidents.Verdict.Background or Incidents.Verdict.ExternalCompromise : verdict is Incidents.Verdict.AgentInitiated)
            return 3;
        if (!row.IsAgents || !row.IsDecidable || attribution.Call is not null)
            return 0;
        return 2 - (attribution.Candidates.FirstOrDefault(row.Names)?.Weight ?? 0);
    }

    /// <summary>Shows the truth, the candidates and their reasons.</summary>
    public void Write(TextWriter writer)
    {
        ref readonly var record = ref Record.Record.Record;
        var attribution = Record.Attribution;
        writer.WriteLine($"   - seed {Seed} {Record.Origin}: {record.Source}:{record.SourcePort} > {record.Destination}:{record.DestinationPort} at {record.Start.ToInstant()}");
        writer.WriteLine($"     truth {Truth.Text}");
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"     said {attribution.Kind}, rung {attribution.Rung}, none {attribution.NoneWeight:0.0000}, verdict {Verdict}, start {Record.Connection.StartBasis}, inherited {attribution.Inherited}: {string.Join("; ", attribution.Reasons)}"));
        for (var i = 0; i < attribution.Candidates.Count; i++)
        {
            if (i < MostCandidates || Truth.Names(attribution.Candidates[i]))
                Write(writer, attribution.Candidates[i], i + 1);
        }
    }

    private void Write(TextWriter writer, CallCandidate candidate, int place)
    {
        var call = candidate.Call;
        var command = (call.Command ?? "").ReplaceLineEndings(" ");
        var seconds = (call.End.Value - call.Start.Value).TotalSeconds;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"       {(Truth.Names(candidate) ? "TRUE" : "    ")} {place}. {candidate.Weight:0.0000} {call.SandboxId} {call.CallId} lag {candidate.Lag.TotalSeconds:0.00} s, {seconds:0.0} s long: {command[..Math.Min(LongestCommand, command.Length)]}"));
        writer.WriteLine($"            {string.Join("; ", candidate.Reasons)}");
    }
}
