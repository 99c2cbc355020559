// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Service.Passes;

/// <summary>A log that several workers take blocks of, one at a time.</summary>
internal sealed class OpenLog
{
    private readonly Lock _turn = new();
    private readonly ReadOnlyMemory<byte> _head;
    private readonly OpenedInput _input;
    private readonly LineBlockReader _reader;
    private readonly bool _isHashed;
    private long _reported;
    private bool _ended;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public OpenLog(LogFile file, bool isHashed)
    {
        File = file;
        _isHashed = isHashed;
        _head = InputHead.Read(file.Input, out _);
        _input = OpenedInput.Open(file.Input, isHashed: isHashed);
        _reader = new LineBlockReader(_input, file.Format, file.Format.LongestLine(_head.Span));
    }

    public LogFile File { get; }

    /// <summary>A parser for one worker.</summary>
    public IFlowParser CreateParser() => File.Format.CreateParser(File.File, _head, File.Columns);

    /// <summary>The next block; null at the end.</summary>
    /// <param name="storedBytesRead">Counts what was read.</param>
    public LineBlock? Read(ref long storedBytesRead)
    {
        lock (_turn)
        {
            var block = _ended ? null : _reader.Read();
            _ended = block is null;
            var read = _input.StoredBytesRead;
            Interlocked.Add(ref storedBytesRead, read - _reported);
            _reported = read;
            return block;
        }
    }

    /// <summary>Closes the file; call it once, after its end or when nothing more is wanted of it.</summary>
    public FileReading Finish(bool isInterrupted)
    {
        // Under the same lock: another worker may still be asking for a block.
        lock (_turn)
        {
            using (_input)
            {
                try
                {
                    return new FileReading(
                        File, _input.TextBytesRead, isInterrupted || !_isHashed ? "" : _input.FinishSha256(),
                        _input.Damage ?? (isInterrupted ? "reading was interrupted" : null));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return new FileReading(File, 0, "", e.Message);
                }
            }
        }
    }
}
