// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;

namespace FwCorrelate.Serving.Delivery;

/// <summary>Where revisions go. It is given each in order, again and again until it took it.</summary>
internal interface ISink
{
    /// <summary>Under which its place is remembered.</summary>
    string Name { get; }

    /// <summary>Whether it is to have all there are when it is new, or only what comes from then on.</summary>
    bool StartsAtTheBeginning { get; }

    /// <summary>How many revisions it is given together: after a failure all of them are given again.</summary>
    int MostAtOnce { get; }

    /// <summary>Delivers revisions in their order.</summary>
    /// <param name="place">What this sink returned last; empty at first.</param>
    /// <returns>What it wants to know next time.</returns>
    /// <exception cref="DeliveryFailedException">The first of them was not taken, or it is not known whether it was: it is given
    /// again.</exception>
    Task<string> DeliverAsync(IReadOnlyList<Revision> revisions, string place, CancellationToken cancellation);

    /// <summary>Whether a revision goes here.</summary>
    bool Wants(Revision revision);
}
