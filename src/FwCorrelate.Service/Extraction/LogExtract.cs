// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Extraction;

/// <summary>Writes the lines of logs that go along, with the lines that tell how to read them.</summary>
internal sealed class LogExtract(ExtractSelection selection, IExtractText text, Func<string, string> pathOf)
{
    private readonly HashSet<long> _lines = [];
    private readonly HashSet<long> _records = [];

    /// <summary>Records that were taken.</summary>
    public long Kept { get; private set; }

    /// <summary>Goes through a file; makes none where nothing of it goes along.</summary>
    public void Write(LogFile file) => Go(file, null);

    /// <summary>Goes through a file and writes nothing; only <see cref="IExtractText"/> is shown what would be.</summary>
    public void Look(LogFile file) => Go(file, Stream.Null);

    private void Go(LogFile file, Stream? target)
    {
        var log = new OpenLog(file, isHashed: false);
        try
        {
            var parser = log.CreateParser();
            var batch = new FlowBatch(file.File, parser);
            var preamble = new List<byte[]>();
            long read = 0;
            while (log.Read(ref read) is { } block)
            {
                using (block)
                {
                    parser.Parse(block, batch);
                    Write(file, block, batch, preamble, ref target);
                }
            }
        }
        finally
        {
            target?.Dispose();
            log.Finish(isInterrupted: true);
        }
    }

    private void Write(LogFile file, LineBlock block, FlowBatch batch, List<byte[]> preamble, ref Stream? target)
    {
        _lines.Clear();
        _records.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            _records.Add(batch[i].Line);
            if (!selection.Wants(batch[i], file.File))
                continue;
            Kept++;
            if (_lines.Add(batch[i].Line) && block.IsDocument)
                Append(ref target, file, preamble, OneLine(batch.Raw(i).Span));
        }

        if (block.IsDocument)
            return;
        var number = block.FirstLine;
        for (var rest = block.Bytes; !rest.IsEmpty; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var content = line.Span.TrimEnd((byte)'\r');
            if (_lines.Contains(number))
                Append(ref target, file, preamble, content.ToArray());
            else if (!_records.Contains(number) && TellsHowToRead(file, content, isFirst: number == 1))
                preamble.Add(content.ToArray());
        }
    }

    // A line of names, a comment of the format: what follows is read by it.
    private static bool TellsHowToRead(LogFile file, ReadOnlySpan<byte> line, bool isFirst) =>
        line.Length > 0 && (isFirst || line[0] == (byte)'#' || (!file.Format.HeaderMark.IsEmpty && file.Format.IsHeader(line)));

    private void Append(ref Stream? target, LogFile file, List<byte[]> preamble, byte[] line)
    {
        target ??= StoredText.Create(pathOf(file.File.Path));
        foreach (var before in preamble)
            WriteLine(target, before);
        preamble.Clear();
        WriteLine(target, line);
    }

    private void WriteLine(Stream target, byte[] line)
    {
        target.Write(text.Line(line));
        target.WriteByte((byte)'\n');
    }

    // JSON holds no line breaks within its strings: a record printed over several lines may stand on one.
    private static byte[] OneLine(ReadOnlySpan<byte> record)
    {
        var line = record.ToArray();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is (byte)'\n' or (byte)'\r')
                line[i] = (byte)' ';
        }

        return line;
    }
}
