// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Makes <see cref="CauseReview"/>s: the attributor's own model, asked again with something changed.</summary>
/// <param name="attribute">Says of a weighed contact what is said of any.</param>
/// <param name="withoutSandbox">Says it of a connection behind which no sandbox stands.</param>
internal sealed class CauseReviewer(
    TimelineIndex timeline, AddressBook addresses, CauseInference inference, CallOptions finder, Func<Contact, Attribution> attribute,
    Func<Sighting, Attribution> withoutSandbox)
{
    private const string NotTheSame =
        "asked again with nothing changed, the model answers otherwise than with the whole case before it: changes were not tried";
    private const string NotAsked = "not tried: there are worse incidents than can be asked about so many calls at once; a shorter time (--from, --to) or one rule asks about it";
    private readonly RivalList _rivals = new(inference);

    /// <summary>Of a connection that a sandbox may have opened.</summary>
    public CauseReview Review(
        Contact contact, Attribution attribution, IReadOnlyList<string> background, InboundSession? session, ReviewDepth depth)
    {
        var answer = CauseOutcome.Of(attribution);
        var rivals = _rivals.Of(contact, attribution, background, session, LeasesOf(contact.Lead));
        if (depth == ReviewDepth.Rivals)
            return new CauseReview { Answer = answer, Rivals = rivals, LeftOut = [], Flips = [], Withstood = [NotAsked] };
        var whatIf = new WhatIf(contact, inference, finder, attribute);
        IReadOnlyList<string> withstood = depth == ReviewDepth.LeftOut ? [NotAsked] : [NotTheSame];
        IReadOnlyList<CauseFlip> flips = depth == ReviewDepth.Flips && CauseOutcome.Of(whatIf.Judge(contact.Views)).IsSameAnswer(answer)
            ? Flips(contact, whatIf, answer, out withstood) : [];
        return new CauseReview
        {
            Answer = answer,
            Rivals = rivals,
            LeftOut = [.. LogsLeftOut(contact, whatIf), LeasesLeftOut(contact, whatIf), TracesLeftOut(contact),
                TextsLeftOut(contact, whatIf)],
            Flips = flips,
            Withstood = withstood,
        };
    }

    /// <summary>Of a connection behind which no sandbox is known.</summary>
    public CauseReview Review(Sighting sighting, Attribution attribution)
    {
        var source = sighting.Connection.Source.Name;
        var leases = LeasesOf(sighting);
        var reason = string.Join("; ", attribution.Explanations);
        var isUnknown = attribution.Kind == AttributionKind.UnknownAddress;
        return new CauseReview
        {
            Answer = CauseOutcome.Of(attribution),
            Rivals = [new RivalCause(sighting.IsInbound ? RivalKind.Human : isUnknown ? RivalKind.OtherHolder : RivalKind.Framework, null,
                isUnknown ? "whoever held the address" : null, 1, [new RivalFact(reason)]),
                .. RivalList.Holders(leases, attribution)],
            LeftOut =
            [
                new SourceLeftOut(EvidenceKind.Log, source, CauseOutcome.Nothing, "no other log saw the connection from a known sandbox"),
                new SourceLeftOut(EvidenceKind.Leases, "", new CauseOutcome(AttributionKind.UnknownAddress, null, 0),
                    "nothing would tell who held the address"),
                new SourceLeftOut(EvidenceKind.Traces, "", CauseOutcome.Of(attribution), "no call of the traces is part of the answer"),
            ],
            Flips = [.. FlipSearch.OfLeases(leases, sighting.Holders.Leases, sighting.Start, _ => null, _ => null)],
            Withstood = [],
        };
    }

    private IReadOnlyList<CauseFlip> Flips(Contact contact, WhatIf whatIf, CauseOutcome answer, out IReadOnlyList<string> withstood)
    {
        var search = new FlipSearch(contact.Lead.Connection.Source.Name, answer, shift => Shifted(contact, whatIf, shift));
        IEnumerable<CauseFlip> ofLeases = contact.Lead.Holders.Rung == Rung.A ? []
            : FlipSearch.OfLeases(LeasesOf(contact.Lead), LeasesOf(contact.Lead, answer), contact.Lead.Start,
                l => Left(contact, whatIf, l), l => Joined(contact, whatIf, l));
        CauseFlip[] tried = [.. search.OfClock(), .. search.OfZone(), .. ofLeases];
        var isFlip = tried.ToLookup(f => f.Outcome?.IsSameAnswer(answer) != true);
        withstood = [.. search.Withstood, .. isFlip[false]
            .Select(f => $"the lease of {f.Of} may be otherwise ({f.Reason}): the answer stays")];
        return [.. isFlip[true]];
    }

    private CauseOutcome Shifted(Contact contact, WhatIf whatIf, Duration shift)
    {
        var seen = contact.Lead;
        var moved = addresses.See(seen.Connection, seen.Context, shift);
        moved.IsFirstContact = seen.IsFirstContact;
        return Outcome(whatIf, moved);
    }

    private CauseOutcome Outcome(WhatIf whatIf, Sighting view) =>
        CauseOutcome.Of(view.Holders.Sandboxes.Count == 0 || view.IsInbound ? withoutSandbox(view) : whatIf.Judge([view]));

    private static IEnumerable<SourceLeftOut> LogsLeftOut(Contact contact, WhatIf whatIf)
    {
        foreach (var source in contact.Views.Select(v => v.Connection.Source.Name).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            var rest = contact.Views.Where(v => v.Connection.Source.Name != source).ToList();
            yield return rest.Count == 0
                ? new SourceLeftOut(EvidenceKind.Log, source, CauseOutcome.Nothing, "no other log saw this connection")
                : new SourceLeftOut(EvidenceKind.Log, source, CauseOutcome.Of(whatIf.Judge(rest)),
                    $"{string.Join(", ", rest.Select(v => v.Connection.Source.Name).Distinct(StringComparer.Ordinal))} saw it too");
        }
    }

    /// <summary>What traces tell of addresses stays: always shared.</summary>
    private SourceLeftOut LeasesLeftOut(Contact contact, WhatIf whatIf)
    {
        if (contact.Lead.Holders.Rung == Rung.A)
            return new SourceLeftOut(
                EvidenceKind.Leases, "", CauseOutcome.Of(whatIf.Judge(contact.Views)), "the record itself names the sandbox");
        var told = contact.Lead.Holders.Leases.Where(l => !l.IsInventory).ToList();
        var holders = HoldersBy(contact.Lead, told);
        return holders.Sandboxes.Count == 0
            ? new SourceLeftOut(EvidenceKind.Leases, "", new CauseOutcome(AttributionKind.UnknownAddress, null, 0),
                "nothing would tell who held the address")
            : new SourceLeftOut(EvidenceKind.Leases, "", Outcome(whatIf, addresses.With(contact.Lead, holders)),
                "traces tell an address too, which others may share");
    }

    private static SourceLeftOut TracesLeftOut(Contact contact) => contact.Lead.Holders.Leases.Any(l => l.IsInventory)
        ? new SourceLeftOut(
            EvidenceKind.Traces, "", new CauseOutcome(AttributionKind.Sandbox, null, 0), "leases tell the sandbox, nothing what ran in it")
        : new SourceLeftOut(
            EvidenceKind.Traces, "", new CauseOutcome(AttributionKind.UnknownAddress, null, 0), "the traces tell who held the address");

    private static SourceLeftOut TextsLeftOut(Contact contact, WhatIf whatIf) =>
        new(EvidenceKind.CommandTexts, "", CauseOutcome.Of(whatIf.Judge(contact.Views, hidesTexts: true)), "by time and place alone");

    /// <summary>The answer if a lease that did not hold had held too.</summary>
    private CauseOutcome Joined(Contact contact, WhatIf whatIf, AddressLease lease) =>
        Outcome(whatIf, addresses.With(contact.Lead, HoldersBy(contact.Lead, [.. contact.Lead.Holders.Leases, lease])));

    /// <summary>The answer if a lease that held had not.</summary>
    private CauseOutcome Left(Contact contact, WhatIf whatIf, AddressLease lease) =>
        Outcome(whatIf,
            addresses.With(contact.Lead, HoldersBy(contact.Lead, [.. contact.Lead.Holders.Leases.Where(l => !ReferenceEquals(l, lease))])));

    private AddressHolders HoldersBy(Sighting seen, IReadOnlyList<AddressLease> leases) =>
        AddressHolders.From(leases, seen.Acting.Address.ToString(), leases.Count > 0, timeline.Leases.LostOf(seen.Acting.Address));

    /// <summary>Those that the answer rests on: of the leading call's sandbox, where one leads.</summary>
    private static IReadOnlyList<AddressLease> LeasesOf(Sighting seen, CauseOutcome answer)
    {
        var own = seen.Holders.Leases.Where(l => answer.Leading?.SandboxId is { } sandbox
            && SandboxKey.Of(l.OwnerId) == SandboxKey.Of(sandbox)).ToList();
        return own.Count > 0 ? own : seen.Holders.Leases;
    }

    /// <summary>All leases of the address and port, nearest to the connection first.</summary>
    private IReadOnlyList<AddressLease> LeasesOf(Sighting seen) =>
        [.. timeline.Leases.Of(seen.Acting.Address).Where(l => l.HoldsPort(seen.Acting.Port) && (l.Network.Length == 0 || seen.Context.IsIn(l.Network)))
            .OrderBy(l => seen.Start < l.From ? l.From - seen.Start : seen.Start >= l.To ? seen.Start - l.To : Duration.Zero).ThenBy(
                l => l.OwnerId, StringComparer.Ordinal).ThenBy(l => l.Origin.File, StringComparer.Ordinal).ThenBy(l => l.Origin.Line)];
}
