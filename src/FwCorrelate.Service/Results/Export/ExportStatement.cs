// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Documents;
using FwCorrelate.Redaction;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Service.Results.Export;

/// <summary>
/// What the evidence says and does not say, for people who do not know the tool. Hidden characters of logs are spelt out.
/// </summary>
internal sealed class ExportStatement(
    ResultFolder folder, StoredDocument incident, IReadOnlyList<ExportedRecord> records, IReadOnlyList<string> missing)
{
    private const int Width = 100;
    private readonly StringBuilder _text = new();

    public string Write()
    {
        Head($"Statement on incident {IncidentLookup.IdOf(incident)}");
        Say($"{incident.Text(EcsFields.RuleName)}: {incident.Text(OwnFields.Target)}. Seen from {incident.Text(EcsFields.EventStart)} to "
            + $"{incident.Text(EcsFields.EventEnd)}, as logged, in UTC.");
        if (folder.CustodyCase is { } number)
            Say($"Case {number}{(folder.CustodyExaminer is { } examiner ? $", examiner {examiner}" : "")}.");
        Head("What is said");
        SayCause();
        foreach (var reason in incident.Parts(OwnFields.VerdictReasons))
            Item($"{(reason.IsTrue("for") ? "for" : "against")}: {reason.Text("text")}");
        Head("What may be said against it");
        SayDoubts();
        Head("What this does not say");
        Item("Why it was done. The verdict is about the cause of connections, never about what anybody wanted.");
        Item("That the logs, the traces and the table of addresses are true. They are taken as their devices wrote them; whoever can write "
            + "them can change the answer.");
        Item("That nothing else happened. Only what these files cover was looked at; the ledger tells what could not be read.");
        Item("Anything about who had the files before they were read. Keep the seal, apart from this folder, with your custody record: who "
            + "can change all of it can make a new one.");
        if (records.Any(r => r.HasItsHash))
            Item("The raw records may hold secrets: they are as recorded, nothing is masked in them.");
        Head("What it rests on");
        SayRecords();
        return _text.ToString();
    }

    private void SayCause()
    {
        var weight = incident.Text(OwnFields.AttributionConfidence);
        var (call, episode, run) = (incident.Values(OwnFields.ToolCallIds)
            .FirstOrDefault(), incident.Text(OwnFields.EpisodeId) ?? "not known", incident.Text(OwnFields.RunId) ?? "not known");
        Say(incident.Text(OwnFields.AttributionKind) switch
        {
            "tool_call" => $"The tool call {call} of episode {episode}, run {run}, made it. The weight of this call among all causes that "
                + $"were weighed is {weight}; a call is named only from 0.99 on, and only where no rule against naming applies.",
            "candidates" => $"No call is named. The likeliest has the weight {weight}; why it is not named stands among the reasons.",
            "sandbox" => $"It came from sandbox {incident.Text(OwnFields.SandboxId) ?? "one of several"}. No tool call is shown to have "
            + "made it.",
            "none" => "It came from a machine that runs no agent, or was opened from outside.",
            _ => "Nothing tells who held the address. Nobody is named.",
        });
        if (incident.Text(OwnFields.Command) is { } command)
            Say($"The command (masked as the case asks): {command}");
        Say($"Verdict: {incident.Text(OwnFields.Verdict)}.");
    }

    private void SayDoubts()
    {
        foreach (var left in incident.Parts(OwnFields.WhyLeftOut))
            Item($"without {left.Text("evidence")?.Replace('_', ' ')} {left.Text("source")}: {left.Text("kind")?.Replace('_', ' ')}{(left.Text("tool_call_id") is { } call && left.Text("kind") != "sandbox" ? $" {call}, weight {left.Text("weight")}" : "")} ({left.Text("text")})");
        foreach (var flip in incident.Parts(OwnFields.WhyFlips))
            Item($"another answer ({flip.Text("kind") ?? "not asked"}) if: {flip.Text("change")?.Replace('_', ' ')} of {flip.Text("of")} by {flip.Text("by_ms")} ms ({flip.Text("text")}{(flip.Text("file") is { } file ? $", {file}:{flip.Text("line")}" : "")})");
        foreach (var text in incident.Values(OwnFields.WhyWithstood))
            Item(text);
        foreach (var text in incident.Values(OwnFields.WouldDecide))
            Item($"it would be settled by {text}");
        if (incident.Text(OwnFields.WhyAnswerKind) is null)
            Item("nothing was weighed: only the call itself matched, or the result is a live one");
    }

    private void SayRecords()
    {
        foreach (var role in records.GroupBy(r => r.Role))
            Item(string.Create(CultureInfo.InvariantCulture,
                $"{role.Count(r => r.Content is not null)} of {role.Count()} records of kind {role.Key}, each as its own file in records/, "
                + $"with its place and hash in records.csv"));
        foreach (var text in missing)
            Item($"MISSING: {text}");
        Say("incident.json is the incident as the tool wrote it, attributions.jsonl its records with their causes. manifest.json names "
            + "every input, rule and output of the whole result by its SHA-256, "
            + "with the program's version and the command line; ledger.json counts every record read. rules/ and settings/ are those that "
            + "were used.");
        Say("To check: sh verify.sh (needs zcat, sed and sha256sum). With the folder of the case, sh verify.sh CASE also finds each record "
            + "in its original file.");
    }

    private void Head(string text) => _text.Append(_text.Length > 0 ? "\n" : "").Append(Visible(text)).Append('\n')
        .Append('-', Math.Min(Width, Visible(text).Length)).Append('\n');

    private void Say(string text) => Wrap(Visible(text), "", "");

    private void Item(string text) => Wrap(Visible(text), "- ", "  ");

    private void Wrap(string text, string first, string later)
    {
        var indent = first;
        while (text.Length > Width && text.LastIndexOf(' ', Width) is var cut and > 0)
        {
            _text.Append(indent).Append(text.AsSpan(0, cut)).Append('\n');
            (text, indent) = (text[(cut + 1)..], later);
        }

        _text.Append(indent).Append(text).Append('\n');
    }

    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            _ = HiddenCharacters.Contain(rune) ? visible.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>")
                : visible.Append(rune.ToString());
        return visible.ToString();
    }
}
