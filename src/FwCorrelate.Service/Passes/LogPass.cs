// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Reads all logs once. Every worker opens a file of its own, cuts a block off, parses and visits it; a worker that finds no file left
/// takes blocks of the files that others have open. So one file is inflated by one worker while others parse, several are inflated at
/// once, and what a worker has just inflated it parses while it is in its cache. Memory is bounded by one block per worker.
/// </summary>
internal sealed class LogPass
{
    private readonly int _threads;
    private readonly bool _isHashing;
    private readonly Action<long, long> _progress;
    private readonly CancellationToken _cancellation;
    private readonly Queue<LogFile> _waiting;
    private readonly ConcurrentBag<FileReading> _readings = [];
    private readonly List<OpenLog> _open = [];
    private long _storedBytesRead;
    private long _records;
    private Exception? _failure;

    /// <param name="progress">Told stored bytes and records read so far, from any thread.</param>
    /// <param name="isHashing">Whether readings name the files' SHA-256; one pass over a file is enough for that.</param>
    /// <param name="cancellation">Ends the pass early and cleanly: what was read stays.</param>
    public LogPass(IReadOnlyList<LogFile> files, int threads, bool isHashing, Action<long, long> progress, CancellationToken cancellation)
    {
        _threads = Math.Max(1, threads);
        _isHashing = isHashing;
        _progress = progress;
        _cancellation = cancellation;
        _waiting = new Queue<LogFile>(files);
        FileCount = files.Count;
    }

    /// <summary>Files that the pass reads.</summary>
    public int FileCount { get; }

    /// <summary>Reads every file with one visitor per worker; returns the readings in the files' order. Call it once.</summary>
    public IReadOnlyList<FileReading> Run(IReadOnlyList<IBlockVisitor> visitors)
    {
        var others = visitors.Take(_threads).Skip(1).Select(Start).ToList();
        Work(visitors[0]);
        foreach (var thread in others)
            thread.Join();
        if (_failure is not null)
            ExceptionDispatchInfo.Capture(_failure).Throw();
        return [.. _readings.OrderBy(r => r.File.File.Path, StringComparer.Ordinal)];
    }

    private bool IsStopped => _cancellation.IsCancellationRequested || Volatile.Read(ref _failure) is not null;

    private Thread Start(IBlockVisitor visitor, int index)
    {
        var thread = new Thread(() => Work(visitor)) { IsBackground = true, Name = $"log worker {index + 1}" };
        thread.Start();
        return thread;
    }

    private void Work(IBlockVisitor visitor)
    {
        try
        {
            FlowBatch? batch = null;
            while (Next() is { } log)
                batch = Drain(log, visitor, batch);
        }
        catch (Exception e)
        {
            // One failing worker ends the others; the first failure is the caller's.
            Interlocked.CompareExchange(ref _failure, e, null);
        }
    }

    /// <summary>A file of the worker's own, else one that another has open.</summary>
    private OpenLog? Next()
    {
        // Taking and opening are one step: a worker that saw no file left and none open yet would leave for good.
        lock (_open)
        {
            while (!IsStopped && _waiting.TryDequeue(out var file))
            {
                if (TryOpen(file) is not { } log)
                    continue;
                _open.Add(log);
                return log;
            }

            return _open.Count == 0 ? null : _open[Environment.CurrentManagedThreadId % _open.Count];
        }
    }

    private OpenLog? TryOpen(LogFile file)
    {
        try
        {
            return new OpenLog(file, _isHashing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _readings.Add(new FileReading(file, 0, "", e.Message));
            return null;
        }
    }

    /// <param name="last">The batch of the file that the worker read before: its room is used again.</param>
    private FlowBatch Drain(OpenLog log, IBlockVisitor visitor, FlowBatch? last)
    {
        var parser = log.CreateParser();
        var batch = last?.Rebind(log.File.File, parser) ?? new FlowBatch(log.File.File, parser);
        while (!IsStopped && log.Read(ref _storedBytesRead) is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                visitor.Visit(log.File, batch);
            }

            _progress(Interlocked.Read(ref _storedBytesRead), Interlocked.Add(ref _records, batch.Count));
        }

        lock (_open)
        {
            if (!_open.Remove(log))
                return batch;
        }

        _readings.Add(log.Finish(_cancellation.IsCancellationRequested));
        return batch;
    }
}
