// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Indices;

/// <summary>
/// Documents of an index, laid aside in temporary files, one search hit a line: they are read up to twice, as any log is. Records of different
/// sources go to different files, so that each keeps its slack and offset. Disposing deletes the files.
/// </summary>
/// <param name="pattern">What the user wrote, with its prefix: the name of the input.</param>
internal sealed class IndexSpool(string pattern, CaseSettings settings) : IDisposable
{
    private const string EcsFormatName = "ecs";
    private const string TraceKey = "";
    private readonly DocumentSorter _sorter = new();
    private readonly Dictionary<(LogOrigin, string), LogSettings> _settings = [];
    private readonly Dictionary<string, SpoolFile> _files = new(StringComparer.Ordinal);

    /// <summary>Documents laid aside.</summary>
    public long Documents { get; private set; }

    /// <summary>Bytes laid aside.</summary>
    public long Bytes => _files.Values.Sum(f => f.Length);

    /// <exception cref="IOException">It cannot be kept on the disk.</exception>
    public void Add(ScannedPage page)
    {
        foreach (var document in page.Documents)
        {
            var sorted = _sorter.Sort(document.Source.Span);
            var file = sorted.IsTrace ? FileOf(TraceKey, null) : FileOf(sorted);
            file.Write(document);
            Documents++;
        }
    }

    /// <summary>The files that were filled, each ready to be read.</summary>
    public (IReadOnlyList<LogFile> Logs, IReadOnlyList<(CaseInput Input, ITraceFormat Format)> Traces) Finish()
    {
        var logs = new List<LogFile>();
        var traces = new List<(CaseInput, ITraceFormat)>();
        foreach (var (key, file) in _files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var length = file.Finish();
            if (key == TraceKey)
            {
                traces.Add((new CaseInput(file.Path, pattern, length), TraceFormats.Find(EcsFormatName)!));
                continue;
            }

            var path = $"{pattern}/{key}";
            logs.Add(new LogFile(new CaseInput(file.Path, path, length), new InputFile(path, file.Origin!.Format, file.Settings!), FlowFormats.Find(EcsFormatName)!, null, default));
        }

        return (logs, traces);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    // The case may name sources by the files that records came from, or by the pattern.
    private SpoolFile FileOf(SortedDocument sorted)
    {
        if (!_settings.TryGetValue((sorted.Origin, sorted.File), out var source))
        {
            var isNamed = settings.Sources.Any(s => PathGlob.Matches(s.Glob, sorted.File));
            source = settings.Resolve(isNamed ? sorted.File : pattern, sorted.Origin.Format, sorted.Origin.Slack);
            _settings.Add((sorted.Origin, sorted.File), source);
        }

        return FileOf(source.Name == sorted.Origin.Format ? source.Name : $"{source.Name}/{sorted.Origin.Format}", (sorted.Origin, source));
    }

    private SpoolFile FileOf(string key, (LogOrigin Origin, LogSettings Settings)? of)
    {
        if (!_files.TryGetValue(key, out var file))
            _files.Add(key, file = new SpoolFile(of?.Origin, of?.Settings));
        return file;
    }

    /// <summary>One temporary file that is written to its end and then read.</summary>
    private sealed class SpoolFile : IDisposable
    {
        private readonly FileStream _stream;
        private readonly Utf8JsonWriter _writer;
        private bool _finished;

        public SpoolFile(LogOrigin? origin, LogSettings? settings)
        {
            (Origin, Settings) = (origin, settings);
            Path = System.IO.Path.GetTempFileName();
            _stream = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
            _writer = new Utf8JsonWriter(_stream, EcsDocument.WriterOptions);
        }

        public string Path { get; }

        public LogOrigin? Origin { get; }

        public LogSettings? Settings { get; }

        public long Length => _finished ? new FileInfo(Path).Length : _stream.Position;

        public void Write(ScannedDocument document)
        {
            _writer.Reset();
            _writer.WriteStartObject();
            _writer.WriteString("_index"u8, document.Index);
            _writer.WriteString("_id"u8, document.Id);
            _writer.WritePropertyName("_source"u8);
            _writer.WriteRawValue(OnOneLine(document.Source.Span), skipInputValidation: true);
            _writer.WriteEndObject();
            _writer.Flush();
            _stream.WriteByte((byte)'\n');
        }

        public long Finish()
        {
            _writer.Dispose();
            _stream.Dispose();
            _finished = true;
            return Length;
        }

        public void Dispose()
        {
            _writer.Dispose();
            _stream.Dispose();
            File.Delete(Path);
        }

        // Line ends between the members of a document that was stored over several lines; within a text they are escaped.
        private static ReadOnlySpan<byte> OnOneLine(ReadOnlySpan<byte> source)
        {
            if (!source.ContainsAny((byte)'\n', (byte)'\r'))
                return source;
            var line = source.ToArray();
            line.AsSpan().Replace((byte)'\n', (byte)' ');
            line.AsSpan().Replace((byte)'\r', (byte)' ');
            return line;
        }
    }
}
