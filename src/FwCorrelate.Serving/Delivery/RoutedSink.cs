// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Serving.Correlation;

namespace FwCorrelate.Serving.Delivery;

/// <summary>A sink that takes what its route says.</summary>
internal abstract class RoutedSink(SinkSettings settings) : ISink
{
    public string Name => settings.Name;

    public bool StartsAtTheBeginning => false;

    public virtual int MostAtOnce => 1;

    public bool Wants(Revision revision) => revision.Level >= settings.MinLevel
        && (settings.Verdicts.Count == 0 || settings.Verdicts.Contains(revision.Verdict))
        && (settings.Runs.Count == 0 || (revision.Run is { } run && settings.Runs.Contains(run)));

    public async Task<string> DeliverAsync(IReadOnlyList<Revision> revisions, string place, CancellationToken cancellation)
    {
        if (revisions.Count > 0)
            await SendAsync(revisions, cancellation).ConfigureAwait(false);
        return place;
    }

    protected abstract Task SendAsync(IReadOnlyList<Revision> revisions, CancellationToken cancellation);
}
