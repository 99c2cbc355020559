// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>
/// Brings batches to their end: sends again what was refused for now, cuts what is too large, hands over what is rejected.
/// </summary>
internal sealed class BulkSender(ISearchEngine engine, Action<BulkRejection> rejected, TimeProvider time, RetryPolicy retries)
{
    // A document that the engine fails at, while it takes others, is the document's fault sooner or later.
    private const int MostFailuresOfOne = 5;

    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    private readonly Lock _lock = new();

    private int _answers;

    public BulkSize Size { get; } = new();

    public BulkCounts Counts { get; } = new();

    /// <exception cref="EngineException">The engine refuses for good, or for longer than is waited for.</exception>
    public async Task SendAsync(IReadOnlyList<BulkDocument> batch, CancellationToken cancellationToken)
    {
        var work = new Stack<Batch>([new Batch(batch, 0, 0)]);
        while (work.TryPop(out var next))
        {
            var (again, failure) = await TryAsync(next, cancellationToken).ConfigureAwait(false);
            if (again.Documents.Count == 0)
                continue;
            if (failure is { Status: 413 })
            {
                Push(work, again); // Smaller at once: waiting would change nothing.
                continue;
            }

            if (again.Failures >= retries.Attempts)
                throw GivenUp(failure, again);
            lock (_lock)
                Counts.SentAgain += again.Documents.Count;
            await retries.WaitAsync(again.Failures, again.Asked, time, cancellationToken).ConfigureAwait(false);
            if (failure is { Failure: EngineFailure.Unreachable or EngineFailure.TimedOut })
                Push(work, again); // A server that refuses a body for its size may just close the connection.
            else
                work.Push(again);
        }
    }

    private static void Push(Stack<Batch> work, Batch batch)
    {
        var documents = batch.Documents;
        var half = documents.Count / 2;
        if (half == 0)
        {
            work.Push(batch);
            return;
        }

        work.Push(batch with { Documents = [.. documents.Skip(half)] });
        work.Push(batch with { Documents = [.. documents.Take(half)] });
    }

    private async Task<(Batch Again, EngineException? Failure)> TryAsync(Batch batch, CancellationToken cancellationToken)
    {
        EngineReply? reply = null;
        try
        {
            reply = await engine.SendAsync(HttpMethod.Post, BulkAnswer.Path, Body(batch.Documents), cancellationToken)
                .ConfigureAwait(false);
            CountRequests(batch, reply.Attempts);
            if (reply.Status == 413)
                return TooLarge(batch, reply);
            reply.Required($"store {batch.Documents.Count} documents");
            return (Judge(batch, reply), null);
        }
        catch (EngineException exception) when (exception.IsTransient || exception.Status is >= 500)
        {
            if (reply is null)
                CountRequests(batch, exception.Attempts);
            Size.Halve();
            return (batch with { Failures = FailuresAfter(batch, reply), Answers = _answers, Asked = reply?.RetryAfter }, exception);
        }
    }

    // A cut connection tells nothing of a server that answered another request since: the halves begin anew. One document alone does not,
    // so this ends.
    private int FailuresAfter(Batch batch, EngineReply? reply) =>
        reply is null && batch.Documents.Count > 1 && batch.Failures > 0 && _answers != batch.Answers ? 1 : batch.Failures + 1;

    // Where one of several nodes did not answer, the client sent the whole to the next: no document is stored twice by that, but it is
    // counted.
    private void CountRequests(Batch batch, int attempts)
    {
        lock (_lock)
        {
            Counts.Requests += attempts;
            Counts.SentAgain += (attempts - 1) * batch.Documents.Count;
        }
    }

    private (Batch Again, EngineException? Failure) TooLarge(Batch batch, EngineReply reply)
    {
        Size.Refuse(batch.Documents.Sum(d => (long)d.Bytes));
        if (batch.Documents is not [var only])
            return (batch, reply.Failure("store documents"));
        Reject(only, reply.Status, "request_too_large", $"the document has {only.Bytes} bytes, more than the server takes in one request");
        return (batch with { Documents = [] }, null);
    }

    private Batch Judge(Batch batch, EngineReply reply)
    {
        Interlocked.Increment(ref _answers);
        var again = new List<BulkDocument>();
        var isBusy = false;
        var failures = batch.FailuresOfSome + 1;
        var answered = BulkAnswer.Read(reply, batch.Documents.Count, (at, fate, status, error) =>
        {
            var document = batch.Documents[at];
            if (fate == BulkFate.Hopeless)
                throw Hopeless(document, status, error);
            if (fate == BulkFate.Rejected || (fate == BulkFate.Failed && failures >= MostFailuresOfOne))
                Reject(document, status, error?.Type ?? string.Empty, error?.Reason ?? string.Empty);
            else if (fate is BulkFate.Again or BulkFate.Failed)
                again.Add(document);
            else
                Count(fate);
            isBusy |= fate == BulkFate.Again;
        });
        again.AddRange(batch.Documents.Skip(answered));
        if (isBusy)
            Size.Halve();
        else if (again.Count == 0)
            Size.Grow();
        var hasProgress = again.Count < batch.Documents.Count;
        return new Batch(again, hasProgress ? 1 : batch.Failures + 1, failures);
    }

    private void Count(BulkFate fate)
    {
        lock (_lock)
        {
            switch (fate)
            {
                case BulkFate.Stored: Counts.Stored++; break;
                case BulkFate.AlreadyThere: Counts.AlreadyThere++; break;
                default: Counts.SetAside++; break;
            }
        }
    }

    private void Reject(BulkDocument document, int status, string type, string reason)
    {
        lock (_lock)
        {
            Counts.Rejected++;
            rejected(new BulkRejection(document, status, type, reason));
        }
    }

    private static EngineBody Body(IReadOnlyList<BulkDocument> documents)
    {
        var parts = new ReadOnlyMemory<byte>[documents.Count * 3];
        for (var i = 0; i < documents.Count; i++)
        {
            parts[3 * i] = documents[i].Action;
            parts[(3 * i) + 1] = documents[i].Document;
            parts[(3 * i) + 2] = LineEnd;
        }

        return EngineBody.Lines(parts);
    }

    private EngineException Hopeless(BulkDocument document, int status, EngineError? error) => status is 401 or 403
        ? new EngineException(EngineFailure.Forbidden,
            $"{engine.Address} does not let these credentials write to {document.Index} ({status}): {error}: give them the role for this "
            + "work "
            + "(fwcorrelate elastic build writes the roles)", status: status)
        : new EngineException(EngineFailure.Refused,
            $"{engine.Address} has no index {document.Index}, and makes none ({status}): run fwcorrelate elastic install first",
            status: status);

    private EngineException GivenUp(EngineException? failure, Batch batch)
    {
        var why = failure?.Message ?? $"{engine.Address} refuses them for now, again and again (429 or 5xx for each document)";
        return new EngineException(failure?.Failure ?? EngineFailure.Unavailable,
            $"{batch.Documents.Count} documents are not stored after {retries.Attempts} tries: {why}. What is stored stays; run the same "
            + "command again later, nothing is stored twice",
            failure, failure?.Status);
    }

    /// <param name="Failures">Tries without progress.</param>
    /// <param name="FailuresOfSome">Answers in which some of these were refused.</param>
    /// <param name="Asked">What <c>Retry-After</c> says.</param>
    /// <param name="Answers">How many requests had been answered when the last try failed.</param>
    private sealed record Batch(
        IReadOnlyList<BulkDocument> Documents, int Failures, int FailuresOfSome, TimeSpan? Asked = null, int Answers = 0);
}
