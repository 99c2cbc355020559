// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Files;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Indices;

/// <summary>
/// Documents of an index, laid aside in temporary files, one search hit a line: they are read up to twice, as any log is. Records of
/// different sources go to different files, so that each keeps its slack and offset. Disposing deletes the files.
/// </summary>
/// <param name="pattern">What the user wrote, with its prefix: the name of the input.</param>
/// <param name="isOnce">Whether a document may come several times and is kept once.</param>
internal sealed class IndexSpool(string pattern, CaseSettings settings, FlowFormats formats, bool isOnce) : IDisposable
{
    private const string Format = "ecs";
    private const string TraceKey = "";
    private readonly DocumentSorter _sorter = new(formats);
    private readonly Dictionary<(LogFormat, string), LogSettings> _settings = [];
    private readonly Dictionary<string, SpoolFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _seen = [];
    private readonly Dictionary<(string Source, ulong Sensor), IReadOnlyList<(string Field, string? Value)>> _sensors = [];

    /// <summary>Documents laid aside.</summary>
    public long Documents { get; private set; }

    /// <summary>Records among them whose own text and hash nobody kept: results name them by the document's content.</summary>
    public long WithoutOriginal { get; private set; }

    /// <summary>Bytes laid aside.</summary>
    public long Bytes => _files.Values.Sum(f => f.Length);

    /// <summary>Which fields tell each sensor of each source.</summary>
    public IReadOnlyDictionary<(string Source, ulong Sensor), IReadOnlyList<(string Field, string? Value)>> Sensors => _sensors;

    /// <exception cref="IOException">It cannot be kept on the disk.</exception>
    public void Add(ScannedPage page)
    {
        foreach (var document in page.Documents)
        {
            if (isOnce && !_seen.Add((document.Index, document.Id)))
                continue;
            var sorted = _sorter.Sort(document.Source.Span);
            if (sorted.IsTrace)
                FileOf(TraceKey, null).Write(document);
            else
                AddRecord(document, sorted);
            Documents++;
        }
    }

    /// <summary>What wrote records of a format of our own.</summary>
    public LogFormat OriginOf(string format) => _sorter.OriginOf(format);

    /// <summary>The log of records of a format and a file, made where there is none yet.</summary>
    public LogSettings SourceOf(LogFormat origin, string file) => FileOf(origin, file).Settings!;

    /// <summary>The files that were filled, each ready to be read.</summary>
    public (IReadOnlyList<LogFile> Logs, IReadOnlyList<(CaseInput Input, ITraceFormat Format)> Traces) Finish()
    {
        var logs = new List<LogFile>();
        var traces = new List<(CaseInput, ITraceFormat)>();
        foreach (var (key, file) in _files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var length = file.Close();
            if (key == TraceKey)
            {
                traces.Add((new CaseInput(file.Path, pattern, length), TraceFormats.Find(Format)!));
                continue;
            }

            var path = $"{pattern}/{key}";
            logs.Add(new LogFile(
                new CaseInput(file.Path, path, length), InputFile.OfLog(path, file.Origin!, file.Settings!), formats.Find(Format)!, null));
        }

        return (logs, traces);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    private void AddRecord(ScannedDocument document, SortedDocument sorted)
    {
        var file = FileOf(sorted.Origin, sorted.File);
        WithoutOriginal += sorted.TellsOriginal ? 0 : 1;
        if (isOnce && !_sensors.ContainsKey((file.Settings!.Name, sorted.Sensor)))
            _sensors.Add((file.Settings.Name, sorted.Sensor), _sorter.SensorOf(document.Source.Span));
        file.Write(document);
    }

    // The case may name sources by the files that records came from, or by the pattern.
    private SpoolFile FileOf(LogFormat origin, string file)
    {
        if (!_settings.TryGetValue((origin, file), out var source))
        {
            var isNamed = settings.Sources.Any(s => PathGlob.Matches(s.Glob, file));
            source = settings.Resolve(isNamed ? file : pattern, origin.Name, origin.WorstCaseSlack);
            _settings.Add((origin, file), source);
        }

        return FileOf(source.Name == origin.Name ? source.Name : $"{source.Name}/{origin.Name}", (origin, source));
    }

    private SpoolFile FileOf(string key, (LogFormat Origin, LogSettings Settings)? of)
    {
        if (!_files.TryGetValue(key, out var file))
            _files.Add(key, file = new SpoolFile(of?.Origin, of?.Settings));
        return file;
    }

    /// <summary>One temporary file that is written to its end and then read.</summary>
    private sealed class SpoolFile(LogFormat? origin, LogSettings? settings) : IDisposable
    {
        private readonly TemporaryFile _file = TemporaryFile.Create();
        private FileStream? _stream;
        private Utf8JsonWriter? _writer;

        public string Path => _file.Path;

        public LogFormat? Origin => origin;

        public LogSettings? Settings => settings;

        public long Length => _stream?.Position ?? _file.Length;

        public void Write(ScannedDocument document)
        {
            _stream ??= new FileStream(
                Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
            _writer ??= new Utf8JsonWriter(_stream, EcsDocument.WriterOptions);
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

        /// <summary>Lets the file be read; it may still be written to later.</summary>
        public long Close()
        {
            _writer?.Dispose();
            _stream?.Dispose();
            (_writer, _stream) = (null, null);
            return Length;
        }

        public void Dispose()
        {
            Close();
            _file.Dispose();
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
