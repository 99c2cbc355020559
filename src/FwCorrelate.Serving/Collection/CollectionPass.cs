// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Serving.Collection;

/// <summary>
/// One look at the sources against what was collected: what goes on, what was renamed, cut short, copied, compressed, or is new.
/// </summary>
internal sealed class CollectionPass(FileCollector collector, TreeLook look, bool isLast)
{
    private readonly Dictionary<int, CollectedStream> _before = collector.Streams.ToDictionary(s => s.Id);
    private readonly HashSet<int> _taken = [];
    private readonly List<FileLook> _unknown = [];

    /// <summary>Streams that are not as they were, by id.</summary>
    public Dictionary<int, CollectedStream> Changed { get; } = [];

    public int Waiting { get; private set; }

    private IEnumerable<CollectedStream> Current => _before.Values.Where(s => !Changed.ContainsKey(s.Id)).Concat(Changed.Values);

    public void Run()
    {
        var known = _before.Values.Where(s => s.State == StreamState.Live).ToLookup(s => s.Identity);
        foreach (var files in look.Files.GroupBy(f => f.Identity))
        {
            if (known[files.Key].FirstOrDefault() is { } stream)
                Follow(stream, files.FirstOrDefault(f => f.Path == stream.Path) ?? files.First());
            else if (!IsAtRestBehindTheHorizon(files.First()))
                _unknown.Add(files.First());
        }

        // Of a path that could not be looked at nothing is known.
        if (look.Problems.Count == 0)
        {
            foreach (var gone in _before.Values.Where(s => s.State == StreamState.Live && !_taken.Contains(s.Id)).ToList())
                Changed[gone.Id] = gone with { State = StreamState.Ended };
        }

        foreach (var file in _unknown.OrderBy(f => f.Path, StringComparer.Ordinal))
            Begin(file);
    }

    /// <summary>Whether a change can change results: more bytes, another name, or no longer read.</summary>
    public bool IsNews(CollectedStream now) =>
        !_before.TryGetValue(now.Id, out var before) || before.Length != now.Length || before.Path != now.Path
        || before.IsRead != now.IsRead;

    // What was given up, or set apart, is not collected again as long as nothing is added to it.
    private bool IsAtRestBehindTheHorizon(FileLook file) => _before.Values.Any(s => s.State is StreamState.Dropped or StreamState.Late
        && s.Identity == file.Identity && s.SeenLength == file.Length && s.SeenWritten == file.Written);

    private void Follow(CollectedStream stream, FileLook file)
    {
        _taken.Add(stream.Id);
        var isUnchanged = file.Length == stream.SeenLength && file.Written == stream.SeenWritten && file.Path == stream.Path;
        if (isUnchanged && (stream.IsUnpacked || stream.Length >= file.Length))
            return;
        using var opened = WatchedFile.Open(file);
        if (opened is null)
        {
            if (file.Length == 0 && stream.Length > 0)
                End(stream, file);
            else if (file.Length == 0)
                Keep(stream, file);
            return;
        }

        if (stream.IsUnpacked ? !isUnchanged && file.Path == stream.Path : !opened.GoesOn(stream))
            End(stream, file);
        else
            Collect(opened, stream, file);
    }

    // Cut short or written anew: what was collected stands, and what is there now is another stream.
    private void End(CollectedStream stream, FileLook file)
    {
        Changed[stream.Id] = stream with { State = StreamState.Ended };
        _taken.Remove(stream.Id);
        _unknown.Add(file);
    }

    private void Collect(WatchedFile opened, CollectedStream stream, FileLook file)
    {
        var copy = collector.OpenCopy(stream);
        var settled = collector.IsSettled(file) || isLast;
        if (!stream.IsUnpacked)
        {
            if (!opened.IsCompressed || settled)
                opened.CollectInto(copy, file.Length, settled, collector.Settings.MostBytesAtOnce);
            if (copy.Length < file.Length)
                Waiting++;
            else
                collector.Forget(file);
        }

        Keep(copy.Length == stream.Length ? stream : copy.Describe(stream) with { GrownAt = collector.Now }, file);
    }

    private void Keep(CollectedStream stream, FileLook file)
    {
        _taken.Add(stream.Id);
        var now = stream with
        {
            State = StreamState.Live,
            Path = file.Path,
            FullPath = file.FullPath,
            Identity = file.Identity,
            SeenLength = file.Length,
            SeenWritten = file.Written,
        };
        if (!_before.TryGetValue(now.Id, out var before) || before != now)
            Changed[now.Id] = now;
    }

    private void Begin(FileLook file)
    {
        using var opened = WatchedFile.Open(file);
        if (opened is null)
        {
            if (file.Length == 0)
                Keep(New(file), file);
            return;
        }

        var isCompressed = opened.IsCompressed;
        var settled = collector.IsSettled(file) || isLast;
        if (isCompressed && !settled)
        {
            Waiting++;
            return;
        }

        var others = Current.Where(s => !_taken.Contains(s.Id) || s.State == StreamState.Live).ToList();
        var unpacked = (CollectedStream?)null;
        var match = TextMatch.Find(file, others, isUnpacked: false)
            ?? (isCompressed ? unpacked = TextMatch.Find(file, others, isUnpacked: true) : null);
        if (match is { State: StreamState.Live } && _taken.Contains(match.Id))
        {
            // A copy, whose original may be about to be cut short or deleted.
            if (!settled)
            {
                Waiting++;
                return;
            }

            (match, unpacked) = (null, null);
        }

        if (match is null)
            Collect(opened, New(file), file);
        else if (unpacked is null)
            Collect(opened, match, file);
        else
            Unpack(match, file);
    }

    private void Unpack(CollectedStream stream, FileLook file)
    {
        var copy = collector.OpenCopy(stream);
        TextMatch.CollectInto(copy, file);
        collector.Forget(file);
        Keep(copy.Describe(stream) with { IsUnpacked = true, GrownAt = collector.Now }, file);
    }

    private CollectedStream New(FileLook file)
    {
        foreach (var old in Current.Where(s => s.IsRead && s.Path == file.Path).ToList())
            GiveWay(old);
        return new CollectedStream
        {
            Id = Current.Select(s => s.Id).DefaultIfEmpty().Max() + 1,
            Path = file.Path,
            FullPath = file.FullPath,
            Identity = file.Identity,
            Sha256 = Fingerprint.None.Sha256,
            Head = Fingerprint.None,
            Tail = Fingerprint.None,
            BegunAt = collector.Now,
            GrownAt = collector.Now,
        };
    }

    // A table or settings are what the newest file says; records of a log that is gone stay records.
    private void GiveWay(CollectedStream old)
    {
        var copy = new CaseInput(collector.CopyOf(old), old.Path, old.Length) { MayGrow = true };
        if (old.Length > 0
            && ContentRecogniser.Recognise(copy, null, FlowFormats.Shipped) is not (Recognition.Lease or Recognition.Settings))
            return;
        Changed[old.Id] = old with { State = StreamState.Replaced };
        _taken.Remove(old.Id);
    }
}
