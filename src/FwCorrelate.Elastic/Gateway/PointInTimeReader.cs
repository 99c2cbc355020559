// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Reads all documents of a query: each that was there when the reading began comes exactly once, or the reader throws. A page with failed
/// shards or a search that timed out is never used. A point in time that the engine lost is replaced, and reading goes on where it was.
/// Memory: two pages for each slice, the one handed out and the next.
/// </summary>
public sealed class PointInTimeReader(ISearchEngine engine, TimeProvider time, RetryPolicy? retries = null)
{
    private readonly RetryPolicy _retries = retries ?? RetryPolicy.Default;
    private int _renewals;

    /// <summary>Points in time that were replaced so far.</summary>
    public int Renewals => _renewals;

    /// <summary>
    /// Pages, in order of time within each slice. Slices take turns, so that without faults the same documents come in the same order. No
    /// index that matches gives no page.
    /// </summary>
    /// <exception cref="EngineException">The engine refuses, or fails for longer than is waited for.</exception>
    public async IAsyncEnumerable<ScannedPage> ReadAsync(
        ScanRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await OrderAsync(request, cancellationToken).ConfigureAwait(false) is not { } order)
            yield break;
        if (!order.CanSlice)
            request = request with { Slices = 1 };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var slices = Enumerable.Range(0, Math.Max(1, request.Slices)).Select(_ => Channel.CreateBounded<ScannedPage>(1)).ToArray();
        var readers = slices
            .Select((s, i) => Task.Run(() => ReadSliceAsync(new SliceScan(engine, request, order, i), s.Writer, stop.Token), stop.Token))
            .ToArray();
        var end = EndAsync(readers, slices, stop);
        try
        {
            var open = slices.Select(s => s.Reader).ToList();
            while (open.Count > 0)
            {
                foreach (var slice in open.ToArray())
                {
                    if (!await slice.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                        open.Remove(slice);
                    else if (slice.TryRead(out var page))
                        yield return page;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await end.ConfigureAwait(false);
        }
    }

    // The first failure ends all slices and is what the reader sees.
    private static async Task EndAsync(Task[] readers, Channel<ScannedPage>[] slices, CancellationTokenSource stop)
    {
        Exception? first = null;
        for (var i = 0; i < readers.Length; i++)
        {
            // A slice that is read to its end is not waited for; one that failed ends the others, whose end tells why.
            var pages = slices[i].Writer;
            _ = readers[i].ContinueWith(
                _ => pages.TryComplete(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            _ = readers[i].ContinueWith(_ => stop.Cancel(), stop.Token, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        try
        {
            await Task.WhenAll(readers).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            first = readers.Select(r => r.Exception?.InnerException).FirstOrDefault(e => e is EngineException) ?? exception;
        }

        foreach (var slice in slices)
            slice.Writer.TryComplete(first);
    }

    private async Task<ScanOrder?> OrderAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await ScanOrder.AskAsync(engine, request, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException exception) when (exception.IsTransient && failures < _retries.Attempts)
            {
                await _retries.WaitAsync(failures, null, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadSliceAsync(SliceScan scan, ChannelWriter<ScannedPage> pages, CancellationToken cancellationToken)
    {
        try
        {
            while (!scan.IsDone)
            {
                var page = await PageAsync(scan, cancellationToken).ConfigureAwait(false);
                if (page.Documents.Count > 0)
                    await pages.WriteAsync(page, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await scan.CloseAsync().ConfigureAwait(false);
        }
    }

    // The next page with documents, or the last: a page without any is no progress, and does not pardon failures.
    private async Task<ScannedPage> PageAsync(SliceScan scan, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                var page = await scan.NextAsync(cancellationToken).ConfigureAwait(false);
                if (page.Documents.Count > 0 || scan.IsDone)
                    return page;
                failures--;
            }
            catch (EngineException exception) when (exception.Failure == EngineFailure.TooLarge && scan.CanHalvePage)
            {
                scan.HalvePage();
                failures--;
            }
            catch (EngineException exception) when (MayPass(exception) && failures < _retries.Attempts)
            {
                if (exception.Status == 429 && scan.CanHalvePage)
                    scan.HalvePage();
                if (exception.Status != 429)
                    await RenewAsync(scan).ConfigureAwait(false);
                if (exception.Status != 404 || failures > 1)
                    await _retries.WaitAsync(failures, null, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // 404 is a point in time that is gone: its index was asked for before. Whatever else broke may have taken it along.
    private static bool MayPass(EngineException exception) =>
        exception.IsTransient || exception.Failure == EngineFailure.Incomplete || exception.Status is 404 or >= 500;

    private async Task RenewAsync(SliceScan scan)
    {
        Interlocked.Increment(ref _renewals);
        await scan.RenewAsync().ConfigureAwait(false);
    }
}
