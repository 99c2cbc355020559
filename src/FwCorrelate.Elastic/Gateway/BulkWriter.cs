// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Sends documents in bulk. Each ends stored, already there, rejected or set aside, or the writer throws: none is lost, and since each has
/// its id, none is stored twice, however often it is sent. What is refused for now is sent again alone; while requests wait, so does
/// whoever adds documents. For one thread at a time.
/// </summary>
/// <remarks>
/// An id is unique in one index: in a data stream that has rolled over since, the engine takes it a second time
/// (elastic/elasticsearch#44794).
/// Whoever pushes again must look there first.
/// </remarks>
public sealed class BulkWriter : IAsyncDisposable
{
    private const int MostInFlight = 2;

    private readonly ISearchEngine _engine;
    private readonly BulkSender _sender;
    private readonly SemaphoreSlim _slots = new(MostInFlight, MostInFlight);
    private readonly List<Task> _inFlight = [];
    private readonly CancellationTokenSource _stop = new();
    private List<BulkDocument> _pending = [];
    private long _pendingBytes;

    /// <param name="rejected">Told of every rejected document, one at a time.</param>
    public BulkWriter(ISearchEngine engine, Action<BulkRejection> rejected, TimeProvider time, RetryPolicy? retries = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(rejected);
        _engine = engine;
        _sender = new BulkSender(engine, rejected, time, retries ?? RetryPolicy.Default);
    }

    /// <summary>Adds up after <see cref="FlushAsync"/>.</summary>
    public BulkCounts Counts => _sender.Counts;

    /// <summary>Takes a document; waits while requests are under way or wait for the engine.</summary>
    /// <exception cref="EngineException">An earlier request failed for good.</exception>
    public async ValueTask AddAsync(BulkDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (_pending.Count > 0 && _pendingBytes + document.Bytes > _sender.Size.Bytes)
            await DispatchAsync(cancellationToken).ConfigureAwait(false);
        _pending.Add(document);
        _pendingBytes += document.Bytes;
        _sender.Counts.Added++;
        if (_pending.Count >= _sender.Size.Documents)
            await DispatchAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the rest and waits until every document has its end.</summary>
    /// <exception cref="EngineException">A request failed for good; what is not acknowledged may or may not be stored.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count > 0)
            await DispatchAsync(cancellationToken).ConfigureAwait(false);
        var all = Task.WhenAll(_inFlight);
        await all.WaitAsync(cancellationToken).ConfigureAwait(false);
        _inFlight.Clear();
        var counts = Counts;
        if (counts.Added != counts.Stored + counts.AlreadyThere + counts.Rejected + counts.SetAside)
            throw new InvalidOperationException($"Documents do not add up after a flush to {_engine.Address}: {counts}.");
    }

    /// <summary>Gives up what is not flushed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_inFlight).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _slots.Dispose();
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ForgetDoneAsync().ConfigureAwait(false);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        var batch = _pending;
        _pending = new List<BulkDocument>(batch.Count);
        _pendingBytes = 0;
        _inFlight.Add(SendAsync(batch));
    }

    // Awaited, so that the failure of a request ends the run at the next one and not at the end.
    private async Task ForgetDoneAsync()
    {
        foreach (var done in _inFlight.FindAll(t => t.IsCompleted))
        {
            await done.ConfigureAwait(false);
            _inFlight.Remove(done);
        }
    }

    private async Task SendAsync(List<BulkDocument> batch)
    {
        try
        {
            await _sender.SendAsync(batch, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }
}
