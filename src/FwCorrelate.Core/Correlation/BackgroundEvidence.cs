// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// What shows that an endpoint is contacted whether or not an agent acts. Only what is seen counts: on machines that run no agent, before a
/// sandbox's first call, at even intervals from a start that no call explains. That no call fits is no evidence, and neither are the
/// record that is judged and its own process's reconnections.
/// </summary>
internal sealed class BackgroundEvidence
{
    /// <summary>Sandboxes that show it before their first call, so that it is not one stray connection.</summary>
    private const int LeastSandboxes = 2;

    /// <summary>Intervals that a rhythm is read from.</summary>
    private const int LeastIntervals = 4;

    /// <summary>Standard deviation of intervals over their mean, up to which they are even.</summary>
    private const double EvenSpread = 0.15;

    /// <summary>From this weight of "none" on, a first contact is held to be no call's.</summary>
    private const double NoCall = 0.9;
    private const double SurelyNoCall = 0.98;

    /// <summary>Sandboxes that show it while no call of theirs fits.</summary>
    private const int LeastWithoutCall = 3;

    private readonly TimelineIndex _timeline;
    private readonly ILookup<int, Contact> _byEndpoint;
    private readonly Dictionary<int, EndpointContacts> _endpoints = [];
    private readonly MachineContacts _machines;
    private readonly Dictionary<(int Endpoint, Actor Actor), Found> _found = [];

    /// <param name="contacts">With their weights, by start.</param>
    public BackgroundEvidence(IEnumerable<Contact> contacts, MachineContacts machines, TimelineIndex timeline)
    {
        (_machines, _timeline) = (machines, timeline);
        _byEndpoint = contacts.ToLookup(c => c.Endpoint);
    }

    /// <summary>What speaks for background where a sandbox made the contact, in words; empty where nothing does.</summary>
    public IReadOnlyList<string> For(Contact contact) => At(contact).Evidence;

    /// <summary>Whether other sandboxes show it: somebody from outside who is in one of them is then not needed to explain it.</summary>
    public bool IsSeenElsewhere(Contact contact) => At(contact).IsSeenElsewhere;

    // One answer for all contacts of an actor to an endpoint: there may be as many of them as records.
    private Found At(Contact contact)
    {
        var key = (contact.Endpoint, contact.Lead.Actor);
        if (!_found.TryGetValue(key, out var found))
            _found.Add(key, found = Find(contact));
        return found;
    }

    private EndpointContacts AllAt(int endpoint)
    {
        if (!_endpoints.TryGetValue(endpoint, out var contacts))
            _endpoints.Add(endpoint, contacts = new EndpointContacts(_byEndpoint[endpoint], IsBeforeAnyCall, IsWithoutCall));
        return contacts;
    }

    private Found Find(Contact contact)
    {
        var evidence = new List<string>();
        var all = AllAt(contact.Endpoint);
        var own = all.ChainOf(contact);
        var before = all.BeforeAnyCall.CountApartFrom(contact.Sandboxes);
        if (before >= LeastSandboxes)
            evidence.Add($"{before} other sandboxes contacted the same endpoint before their first tool call");
        var without = all.WithoutCall.CountApartFrom(contact.Sandboxes);
        if (without >= LeastWithoutCall)
            evidence.Add($"{without} other sandboxes contacted the same endpoint while none of their tool calls fits");
        if (IsBeforeAnyCall(own[0]))
            evidence.Add("the sandbox contacted the same endpoint before its first tool call");
        if (own[0].NoneWeight >= NoCall && own[0].Lead.Connection.StartBasis != StartBasis.Unknown && IsEven(own) is { } period)
            evidence.Add(string.Create(
                CultureInfo.InvariantCulture, $"the sandbox contacts it every {period:0} s, from a start that no tool call explains"));
        if (evidence.Count > 0 && _machines.At(contact.Lead.Target) is { Count: > 0 } machines)
            evidence.Add($"{machines.Order(StringComparer.Ordinal).First()} contacts it too, which runs no agent");
        return new Found(evidence, before >= LeastSandboxes || without >= LeastWithoutCall);
    }

    /// <summary>The same where a machine that runs no agent made the connection.</summary>
    public IReadOnlyList<string> ForMachine(Sighting sighting)
    {
        var machines = _machines.At(sighting.Target);
        return machines.Count > 1 ? [$"{machines.Count} machines that run no agent contact the same endpoint"] : [];
    }

    /// <summary>Whether complete traces show that no call of its sandboxes made it.</summary>
    private bool IsWithoutCall(Contact contact) => contact.NoneWeight >= SurelyNoCall
        && contact.Lead.Connection.StartBasis != StartBasis.Unknown && contact.Lead.Clock.TellsTime && !contact.IsInGap
        && contact.Lead.Holders.Sandboxes.All(_timeline.IsTraceComplete);

    /// <summary>Whether none of its sandboxes had made a call, by complete traces, when the connection opened or was first seen.</summary>
    private bool IsBeforeAnyCall(Contact contact) => !contact.IsInGap && contact.Lead.Holders.Sandboxes.All(sandbox =>
        _timeline.IsTraceComplete(sandbox) && _timeline.CallsOf(sandbox).Calls is [var first, ..]
        && contact.Start + contact.Lead.Clock.Slack.TotalSeconds < LagReader.SecondsOf(first.TrueStart.Earliest));

    /// <summary>Mean interval, seconds, of contacts that come at even intervals; null where they do not.</summary>
    private static double? IsEven(List<Contact> contacts)
    {
        if (contacts.Count <= LeastIntervals)
            return null;
        var intervals = new double[contacts.Count - 1];
        for (var i = 0; i < intervals.Length; i++)
            intervals[i] = contacts[i + 1].Start - contacts[i].Start;
        var mean = intervals.Average();
        var deviation = Math.Sqrt(intervals.Average(i => (i - mean) * (i - mean)));
        return mean > 0 && deviation <= EvenSpread * mean ? mean : null;
    }

    private sealed record Found(IReadOnlyList<string> Evidence, bool IsSeenElsewhere);
}
