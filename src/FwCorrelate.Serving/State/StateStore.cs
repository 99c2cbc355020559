// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FwCorrelate.Cases;

namespace FwCorrelate.Serving.State;

/// <summary>
/// What the service knows, under one folder: the tables, checkpoints of them and a journal of what was committed since. Whatever is changed
/// together is committed together. Tables that are damaged are rebuilt from the last checkpoint and its journal. One process at a time.
/// </summary>
internal sealed class StateStore : IStateReader, IDisposable
{
    public const string TablesName = "service.db";
    private const string CheckpointPrefix = "checkpoint-";
    private const int CheckpointsKept = 2;

    private readonly Lock _gate = new();
    private readonly FileStream _ownership;
    private readonly StateTables _tables;

    private StateStore(string folder, FileStream ownership)
    {
        Folder = folder;
        _ownership = ownership;
        _tables = OpenTables();
    }

    public string Folder { get; }

    /// <summary>What was found damaged at the start and rebuilt, in words; null where all was well.</summary>
    public string? Rebuilt { get; private set; }

    public long Commits => _tables.Commits;

    /// <exception cref="ConfigurationException">Another process uses the folder, or it cannot be used.</exception>
    /// <exception cref="StateDamagedException">The state is damaged, and so are its checkpoints.</exception>
    public static StateStore Open(string folder)
    {
        var full = Path.GetFullPath(folder);
        FileStream ownership;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            ownership = new FileStream(Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(
                $"{folder}: another process uses this state, or it cannot be written to ({e.Message.TrimEnd('.')}). "
                + "Name another folder with --state, or stop the other process", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConfigurationException($"{folder}: you may not write there. Name another folder with --state", e);
        }

        try
        {
            return new StateStore(full, ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    public IReadOnlyList<T> All<T>(string kind) => [.. After<T>(kind, "", int.MaxValue).Select(e => e.Value)];

    public IReadOnlyList<(string Key, T Value)> After<T>(string kind, string key, int most)
    {
        lock (_gate)
            return [.. _tables.Read(kind, key, most).Select(e => (e.Key, JsonSerializer.Deserialize<T>(e.Document, StateJson.Options)!))];
    }

    public T? Find<T>(string kind, string key)
    {
        lock (_gate)
            return _tables.Find(kind, key) is { } document ? JsonSerializer.Deserialize<T>(document, StateJson.Options) : default;
    }

    public string LastKey(string kind)
    {
        lock (_gate)
            return _tables.LastKey(kind);
    }

    /// <summary>Commits changes together; they are on disk when this returns.</summary>
    /// <exception cref="StateFailedException">They were not committed.</exception>
    public void Commit(params IReadOnlyList<StateChange> changes)
    {
        if (changes.Count == 0)
            return;
        lock (_gate)
        {
            try
            {
                var commit = _tables.Commits + 1;
                StateJournal.Append(JournalFile(LastCheckpoint()), commit, changes);
                _tables.Apply(commit, changes);
            }
            catch (Exception failure) when (StateFailedException.Explains(failure))
            {
                throw StateFailedException.From(failure, Folder);
            }
        }
    }

    /// <summary>Makes a checkpoint, from which the state can be rebuilt, and forgets those before the last.</summary>
    /// <exception cref="StateFailedException">It could not be made; the one before stands.</exception>
    public void Checkpoint()
    {
        lock (_gate)
        {
            if (LastCheckpoint() == _tables.Commits)
                return;
            try
            {
                var (file, partial) = (CheckpointFile(_tables.Commits), Path.Combine(Folder, "checkpoint.partial"));
                File.Delete(partial);
                _tables.CopyTo(partial);
                var hash = HashOf(partial);
                WriteSynced(file + ".sha256", hash);
                File.Move(partial, file, overwrite: true);
                foreach (var old in Checkpoints().SkipLast(CheckpointsKept))
                    Forget(old);
            }
            catch (Exception failure) when (StateFailedException.Explains(failure))
            {
                throw StateFailedException.From(failure, Folder);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _tables.Dispose();
        _ownership.Dispose();
    }

    private StateTables OpenTables()
    {
        var file = Path.Combine(Folder, TablesName);
        try
        {
            var hadTables = File.Exists(file);
            var tables = StateTables.Open(file);
            if (hadTables || (Checkpoints().Count == 0 && !File.Exists(JournalFile(0))))
                return tables;
            tables.Dispose();
            throw new StateDamagedException($"{file}: the file is gone");
        }
        catch (StateDamagedException damage)
        {
            return Rebuild(file, damage);
        }
    }

    private StateTables Rebuild(string file, StateDamagedException damage)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(file + suffix))
                File.Move(file + suffix, file + suffix + ".damaged", overwrite: true);
        }

        foreach (var checkpoint in Checkpoints().Prepend(0).Reverse())
        {
            if (checkpoint > 0 && (!File.Exists(CheckpointFile(checkpoint) + ".sha256")
                || File.ReadAllText(CheckpointFile(checkpoint) + ".sha256").Trim() != HashOf(CheckpointFile(checkpoint))))
                continue;
            if (checkpoint == 0 && !File.Exists(JournalFile(0)))
                break;
            if (checkpoint > 0)
                File.Copy(CheckpointFile(checkpoint), file, overwrite: true);
            var tables = StateTables.Open(file);
            foreach (var from in Checkpoints().Prepend(0).Where(c => c >= checkpoint))
            {
                foreach (var (commit, changes) in StateJournal.Read(JournalFile(from)))
                {
                    if (commit == tables.Commits + 1)
                        tables.Apply(commit, changes);
                }
            }

            Rebuilt = string.Create(CultureInfo.InvariantCulture,
                $"{damage.Message}. Rebuilt from checkpoint {checkpoint} and its journal, up to commit {tables.Commits}; the damaged file "
                + $"is kept as {TablesName}.damaged");
            return tables;
        }

        throw new StateDamagedException($"{damage.Message}, and no checkpoint is whole. Move {Folder} away and start anew: "
            + "what is still at the sources is collected again", damage);
    }

    private List<long> Checkpoints() => [.. Directory.EnumerateFiles(Folder, CheckpointPrefix + "*.db")
        .Select(f => Path.GetFileNameWithoutExtension(f)[CheckpointPrefix.Length..])
            .Select(n => long.Parse(n, CultureInfo.InvariantCulture)).Order()];

    private long LastCheckpoint() => Checkpoints() is [.., var last] ? last : 0;

    private string CheckpointFile(long commit) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{commit:D12}.db"));

    private string JournalFile(long commit) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"journal-{commit:D12}.log"));

    private void Forget(long checkpoint)
    {
        File.Delete(CheckpointFile(checkpoint));
        File.Delete(CheckpointFile(checkpoint) + ".sha256");
        File.Delete(JournalFile(checkpoint));
        File.Delete(JournalFile(0));
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void WriteSynced(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        stream.Flush(flushToDisk: true);
    }
}
