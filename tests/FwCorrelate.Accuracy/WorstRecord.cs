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

    /// <summary>
    /// Wrong names first, then wrong verdicts, then what could be decided and was not, worst weight first; 0 where nothing is wrong.
    /// </summary>
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
        var (from, to) = ($"{record.Source}:{record.SourcePort}", $"{record.Destination}:{record.DestinationPort}");
        writer.WriteLine($"   - seed {Seed} {Record.Origin}: {from} > {to} at {record.Start.ToInstant()}");
        writer.WriteLine($"     truth {Truth.Text}");
        var said = string.Create(CultureInfo.InvariantCulture, $"{attribution.Kind}, rung {attribution.Rung}, none {attribution.NoneWeight:0.0000}");
        var how = $"start {Record.Connection.StartBasis}, inherited {attribution.Inherited}";
        writer.WriteLine($"     said {said}, verdict {Verdict}, {how}: {string.Join("; ", attribution.Reasons)}");
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
        var mark = Truth.Names(candidate) ? "TRUE" : "    ";
        var times = string.Create(CultureInfo.InvariantCulture, $"lag {candidate.Lag.TotalSeconds:0.00} s, {seconds:0.0} s long");
        var weight = candidate.Weight.ToString("0.0000", CultureInfo.InvariantCulture);
        var shown = command[..Math.Min(LongestCommand, command.Length)];
        writer.WriteLine($"       {mark} {place}. {weight} {call.SandboxId} {call.CallId} {times}: {shown}");
        writer.WriteLine($"            {string.Join("; ", candidate.Reasons)}");
    }
}
