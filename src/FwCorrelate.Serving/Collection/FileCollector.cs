// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Collection;

/// <summary>
/// Collects what others write to files, each byte once, into copies of its own: what was collected stays evidence when the file is rotated,
/// cut short or deleted. A file is known by its inode and by its content, never by its name.
/// </summary>
internal sealed class FileCollector : IDisposable
{
    private const string Kind = "stream";

    private readonly StateStore _state;
    private readonly SourceTree _tree;
    private readonly IClock _clock;
    private readonly Dictionary<int, StreamCopy> _copies = [];
    private readonly Dictionary<string, (FileLook Look, Instant Since)> _seen = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <exception cref="StateFailedException">The copies cannot be read.</exception>
    public FileCollector(StateStore state, SourceTree tree, IClock clock, CollectionSettings settings)
    {
        (_state, _tree, _clock, Settings) = (state, tree, clock, settings);
        _folder = Directory.CreateDirectory(Path.Combine(state.Folder, "collected")).FullName;
        Streams = state.All<CollectedStream>(Kind);
        VerifyCopies();
    }

    /// <summary>Whatever stands here can be set between two collections.</summary>
    public CollectionSettings Settings { get; set; }

    /// <summary>As of the last commit, by id.</summary>
    public IReadOnlyList<CollectedStream> Streams { get; private set; }

    public TreeLook LastLook { get; private set; } = new([], [], []);

    /// <summary>Copies that were found damaged, in words.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Files that wait until they are whole, or until it is clear whether they are copies.</summary>
    public int Waiting { get; private set; }

    public string CopyOf(CollectedStream stream) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{stream.Id:D8}"));

    /// <summary>Looks at all sources once and commits what is new.</summary>
    /// <param name="isLast">Whether to wait for nothing: partial lines, files that grow and copies are taken as they are.</param>
    /// <returns>Whether anything was collected, or became another.</returns>
    /// <exception cref="StateFailedException">Nothing was committed; it is safe to try again.</exception>
    public bool Collect(bool isLast)
    {
        try
        {
            var look = _tree.Look();
            var pass = new CollectionPass(this, look, isLast);
            pass.Run();
            _state.Commit([.. pass.Changed.Values.Select(s => StateChange.Put(Kind, KeyOf(s.Id), s))]);
            (LastLook, Waiting) = (look, pass.Waiting);
            if (pass.Changed.Count > 0)
                Streams = [.. Streams.Where(s => !pass.Changed.ContainsKey(s.Id)).Concat(pass.Changed.Values).OrderBy(s => s.Id)];
            return pass.Changed.Values.Any(pass.IsNews);
        }
        catch (Exception failure) when (StateFailedException.Explains(failure))
        {
            ForgetCopies();
            throw StateFailedException.From(failure, _state.Folder);
        }
        catch
        {
            ForgetCopies();
            throw;
        }
    }

    /// <summary>Gives up the bytes of streams that nothing needs any more.</summary>
    public void Drop(IReadOnlyCollection<int> ids)
    {
        foreach (var stream in Become(ids, StreamState.Dropped))
            File.Delete(CopyOf(stream));
    }

    /// <summary>Keeps streams that arrived too late to be judged, without reading them.</summary>
    public void SetApart(IReadOnlyCollection<int> ids) => Become(ids, StreamState.Late);

    public void Dispose() => ForgetCopies();

    internal Instant Now => _clock.GetCurrentInstant();

    internal StreamCopy OpenCopy(CollectedStream stream)
    {
        if (_copies.TryGetValue(stream.Id, out var copy))
            return copy;
        copy = stream.Length == 0 ? StreamCopy.New(CopyOf(stream)) : StreamCopy.Open(CopyOf(stream), stream);
        return _copies[stream.Id] = copy;
    }

    /// <summary>Whether nothing was written to a file for as long as it takes to believe that it is whole.</summary>
    internal bool IsSettled(FileLook look)
    {
        if (_seen.TryGetValue(look.FullPath, out var seen) && seen.Look == look)
            return Now - seen.Since >= Settings.SettleTime || Now < seen.Since;
        _seen[look.FullPath] = (look, Now);
        return Settings.SettleTime == Duration.Zero;
    }

    internal void Forget(FileLook look) => _seen.Remove(look.FullPath);

    private static string KeyOf(int id) => id.ToString("D8", CultureInfo.InvariantCulture);

    // What was not committed is written again: positions go back to those of the last commit.
    private void ForgetCopies()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }

    private List<CollectedStream> Become(IReadOnlyCollection<int> ids, StreamState state, bool isForgotten = false)
    {
        var others = Streams.Where(s => ids.Contains(s.Id))
            .Select(s => s with { State = state, SeenLength = isForgotten ? -1 : s.SeenLength }).ToList();
        _state.Commit([.. others.Select(s => StateChange.Put(Kind, KeyOf(s.Id), s))]);
        Streams = [.. Streams.Where(s => !ids.Contains(s.Id)).Concat(others).OrderBy(s => s.Id)];
        foreach (var stream in others)
        {
            if (_copies.Remove(stream.Id, out var copy))
                copy.Dispose();
        }

        return others;
    }

    // A copy that is damaged is collected anew where its file is still there; else it can be no evidence any more.
    private void VerifyCopies()
    {
        var damaged = new List<CollectedStream>();
        foreach (var stream in Streams.Where(s => s.IsRead && s.Length > 0))
        {
            try
            {
                OpenCopy(stream);
            }
            catch (StateDamagedException e)
            {
                Warnings.Add($"{e.Message}: it is collected anew if its file is still there");
                damaged.Add(stream);
            }
        }

        foreach (var stream in Become([.. damaged.Select(s => s.Id)], StreamState.Dropped, isForgotten: true))
            File.Delete(CopyOf(stream));
    }
}
