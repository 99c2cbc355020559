// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Correlation;

/// <summary>Every cause of a contact that was weighed, with what each fact of it weighs; and those that were thought of.</summary>
internal sealed class RivalList(CauseInference inference)
{
    /// <summary>Calls below the listing threshold that are told: who ran then is asked first.</summary>
    private const int MostUnlisted = 3;
    private const int MostHolders = 5;
    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    public IReadOnlyList<RivalCause> Of(
        Contact contact, Attribution attribution, IReadOnlyList<string> background, InboundSession? session,
        IReadOnlyList<AddressLease> leases)
    {
        var rivals = attribution.Candidates.Select(c => OfCall(contact, c)).ToList();
        rivals.AddRange(WithoutCall(contact, attribution.NoneWeight, background, session));
        var listed = attribution.Candidates.Select(c => c.Call).ToHashSet(ReferenceEqualityComparer.Instance);
        rivals.AddRange(contact.Calls!.Where(c => !listed.Contains(c.Call.Call)).Take(MostUnlisted)
            .Select(c => OfCall(contact, CandidateFacts.Explain(contact, c, 0))));
        rivals.AddRange(Holders(leases, attribution));
        return [.. rivals.OrderByDescending(r => r.Weight).ThenBy(r => r.Kind)];
    }

    /// <summary>Who else held the address, then or next to it.</summary>
    public static IEnumerable<RivalCause> Holders(IReadOnlyList<AddressLease> leases, Attribution attribution) =>
        leases.Where(l => !attribution.Leases.Contains(l)
            || (attribution.Sandboxes.Count > 1 && !attribution.Candidates.Any(c => IsIn(c.Call, l)))).Take(MostHolders)
            .Select(l => new RivalCause(RivalKind.OtherHolder, null, l.OwnerId, 0, [new RivalFact(Term(l, attribution))]));

    private static bool IsIn(ToolCall call, AddressLease lease) =>
        call.SandboxId is { } sandbox && SandboxKey.Of(sandbox) == SandboxKey.Of(lease.OwnerId);

    private static string Term(AddressLease lease, Attribution attribution)
    {
        var when = $"from {Bound(lease.From)} to {Bound(lease.To)}";
        return attribution.Leases.Contains(lease) ? $"it shares the address {when}; no call of it that fits is in the traces"
            : $"it held the address {when}, not then";
    }

    private static string Bound(Instant time) =>
        time == Instant.MaxValue ? "an open end" : time == Instant.MinValue ? "the beginning" : Stamp.Format(time);

    private RivalCause OfCall(Contact contact, CallCandidate candidate)
    {
        var facts = new List<RivalFact>();
        var option = Array.Find(contact.Options, o => ReferenceEquals(o.Call.Call, candidate.Call));
        var weighed = Array.Find(contact.Calls!, c => ReferenceEquals(c.Call.Call, candidate.Call));
        if (option.Call is not null)
        {
            inference.Explain(contact, option, inference.ReachOf(contact), out var probability, out var density);
            facts.Add(new RivalFact(candidate.Reasons[0], FactMeasure.Probability, probability));
            facts.Add(new RivalFact(candidate.Reasons[2], FactMeasure.Density, density));
        }
        else
        {
            facts.Add(new RivalFact(candidate.Reasons[0]));
            facts.Add(new RivalFact(candidate.Reasons[2]));
        }

        facts.Add(new RivalFact(candidate.Reasons[1]));
        if (weighed.Call is not null && weighed.Weight > weighed.OwnWeight && candidate.Reasons.Count > 3 && contact.Scale > 0)
            facts.Add(new RivalFact(candidate.Reasons[3], FactMeasure.Rate, (weighed.Weight - weighed.OwnWeight) / contact.Scale));
        return new RivalCause(RivalKind.ToolCall, candidate.Call, null, candidate.Weight, facts);
    }

    private static IEnumerable<RivalCause> WithoutCall(
        Contact contact, double none, IReadOnlyList<string> background, InboundSession? session)
    {
        var rates = contact.NoneRates;
        var sum = rates.Sum;
        RivalCause Make(RivalKind kind, double rate, IEnumerable<string> texts) => new(
            kind, null, null, sum > 0 ? none * rate / sum : kind == RivalKind.Framework ? none : 0,
            [.. texts.Select((t, i) => i == 0 ? new RivalFact(t, FactMeasure.Rate, rate) : new RivalFact(t))]);
        yield return Make(RivalKind.Framework, rates.New, background.Count > 0
            ? ["by what is seen without calls of it in the case, in other sandboxes and on hosts", .. background]
            : ["by what is seen without calls of it in the case; nothing shows that this endpoint is contacted whether or not an agent acts"]);
        if (rates.Continued > 0)
            yield return Make(
                RivalKind.EarlierProcess, rates.Continued, ["an earlier connection of the sandbox, which no call made, may go on"]);
        yield return Make(RivalKind.Human, rates.Visitor, [session is null ? "no session from outside into it was seen"
            : $"{session.From.Address} had a session with {session.To} from {Stamp.Format(session.Start)} to {Stamp.Format(session.End)}"]);
        if (rates.Before > 0)
            yield return Make(
                RivalKind.BeforeTheLog, rates.Before, ["the log begins so shortly before that what ran then may show itself now"]);
        if (rates.Lacking > 0)
            yield return Make(RivalKind.UnrecordedCall, rates.Lacking,
                [string.Create(CultureInfo.InvariantCulture, $"the traces may lack {contact.LackingShare:0.#%} of the calls")]);
    }
}
