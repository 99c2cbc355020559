// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Reads all logs once: files are inflated and cut into blocks by readers, blocks are parsed and visited by workers. Memory is
/// bounded by the blocks in flight. With one thread everything happens on the caller's.
/// </summary>
internal sealed class LogPass
{
    private readonly IReadOnlyList<LogFile> _files;
    private readonly int _threads;
    private readonly Action<long, long> _progress;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentBag<FileReading> _readings = [];
    private long _storedBytesRead;
    private long _records;

    /// <param name="progress">Told stored bytes and records read so far, from any thread.</param>
    /// <param name="cancellation">Ends the pass early and cleanly: what was read stays.</param>
    public LogPass(IReadOnlyList<LogFile> files, int threads, Action<long, long> progress, CancellationToken cancellation)
    {
        _files = files;
        _threads = Math.Max(1, threads);
        _progress = progress;
        _cancellation = cancellation;
    }

    public int FileCount => _files.Count;

    /// <summary>Reads every file with one visitor per worker; returns the readings in the files' order.</summary>
    public IReadOnlyList<FileReading> Run(IReadOnlyList<IBlockVisitor> visitors)
    {
        if (_threads == 1 || visitors.Count == 1)
            RunHere(new Worker(visitors[0]));
        else
            RunOnThreads(visitors);
        return [.. _readings.OrderBy(r => r.File.File.Path, StringComparer.Ordinal)];
    }

    private void RunHere(Worker worker)
    {
        foreach (var file in _files)
            ReadFile(file, block => Work(worker, file, block));
    }

    private void RunOnThreads(IReadOnlyList<IBlockVisitor> visitors)
    {
        using var blocks = new BlockingCollection<(LogFile File, LineBlock Block)>(2 * visitors.Count);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        Exception? failure = null;
        var files = new ConcurrentQueue<LogFile>(_files);
        var readers = Start(Math.Min(visitors.Count, Math.Max(1, _files.Count)), "reader", _ =>
        {
            while (!stop.IsCancellationRequested && files.TryDequeue(out var file))
                ReadFile(file, block => Offer(blocks, file, block, stop.Token));
        });
        var workers = Start(visitors.Count, "worker", i =>
        {
            var worker = new Worker(visitors[i]);
            foreach (var (file, block) in blocks.GetConsumingEnumerable())
                Work(worker, file, block);
        });
        foreach (var reader in readers)
            reader.Join();
        blocks.CompleteAdding();
        foreach (var worker in workers)
            worker.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Capture(failure).Throw();

        List<Thread> Start(int count, string role, Action<int> run)
        {
            var threads = new List<Thread>();
            for (var i = 0; i < count; i++)
            {
                var index = i;
                var thread = new Thread(() => Guard(() => run(index))) { IsBackground = true, Name = $"log {role} {i}" };
                thread.Start();
                threads.Add(thread);
            }

            return threads;
        }

        void Guard(Action run)
        {
            try
            {
                run();
            }
            catch (Exception e)
            {
                // One failing thread must not leave the others waiting for it; the first failure is the caller's.
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
                while (blocks.TryTake(out var left))
                    left.Block.Dispose();
            }
        }
    }

    private static void Offer(BlockingCollection<(LogFile File, LineBlock Block)> blocks, LogFile file, LineBlock block, CancellationToken stop)
    {
        try
        {
            blocks.Add((file, block), stop);
        }
        catch (OperationCanceledException)
        {
            block.Dispose();
        }
    }

    private void ReadFile(LogFile file, Action<LineBlock> take)
    {
        if (_cancellation.IsCancellationRequested)
            return;
        try
        {
            using var input = OpenedInput.Open(file.Input);
            var reader = new LineBlockReader(input, file.Format, file.Format.LongestLine(file.Head.Span));
            long reported = 0;
            while (!_cancellation.IsCancellationRequested && reader.Read() is { } block)
            {
                take(block);
                var read = input.StoredBytesRead;
                _progress(Interlocked.Add(ref _storedBytesRead, read - reported), Interlocked.Read(ref _records));
                reported = read;
            }

            var interrupted = _cancellation.IsCancellationRequested ? "reading was interrupted" : null;
            _readings.Add(new FileReading(file, input.TextBytesRead, interrupted is null ? input.FinishSha256() : "", input.Damage ?? interrupted));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _readings.Add(new FileReading(file, 0, "", e.Message));
        }
    }

    private void Work(Worker worker, LogFile file, LineBlock block)
    {
        using (block)
            Interlocked.Add(ref _records, worker.Work(file, block));
    }

    /// <summary>A visitor with its parsers and batches, one of each per file.</summary>
    private sealed class Worker(IBlockVisitor visitor)
    {
        private LogFile? _file;
        private IFlowParser? _parser;
        private FlowBatch? _batch;

        public int Work(LogFile file, LineBlock block)
        {
            if (!ReferenceEquals(file, _file))
            {
                _file = file;
                _parser = file.CreateParser();
                _batch = new FlowBatch(file.File, _parser);
            }

            _parser!.Parse(block, _batch!);
            visitor.Visit(file, _batch!);
            return _batch!.Count;
        }
    }
}
