// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace FwCorrelate.Serving.State;

/// <summary>The entries in one SQLite file. Every entry carries a checksum, since SQLite's pages do not.</summary>
internal sealed class StateTables : IDisposable
{
    private const int Version = 1;

    private readonly SqliteConnection _connection;

    private StateTables(SqliteConnection connection) => _connection = connection;

    /// <summary>Number of the last commit; 0 in a new state.</summary>
    public long Commits { get; private set; }

    /// <summary>Opens or makes the file and verifies all of it.</summary>
    /// <exception cref="StateDamagedException">Something in it is not what was written.</exception>
    public static StateTables Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var tables = new StateTables(connection);
            tables.Prepare(file);
            return tables;
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is 11 or 26)
        {
            connection.Dispose();
            throw new StateDamagedException($"{file}: {damage.Message}", damage);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that another process may be writing to.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static StateTables OpenReadOnly(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return new StateTables(connection);
    }

    public static string ChecksumOf(string kind, string key, string document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{key}\n{document}")));

    public IEnumerable<(string Key, string Document)> Read(string kind, string after, int most)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT key, document FROM entries WHERE kind = $kind AND key > $after ORDER BY key LIMIT $most";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$most", most);
        using var reader = command.ExecuteReader();
        var entries = new List<(string, string)>();
        while (reader.Read())
            entries.Add((reader.GetString(0), reader.GetString(1)));
        return entries;
    }

    public string? Find(string kind, string key)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT document FROM entries WHERE kind = $kind AND key = $key";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$key", key);
        return command.ExecuteScalar() as string;
    }

    /// <summary>The last key of a kind; empty without entries.</summary>
    public string LastKey(string kind)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT max(key) FROM entries WHERE kind = $kind";
        command.Parameters.AddWithValue("$kind", kind);
        return command.ExecuteScalar() as string ?? "";
    }

    /// <summary>Applies changes as one transaction, which is on disk when this returns.</summary>
    public void Apply(long commit, IReadOnlyList<StateChange> changes)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var change in changes)
            Apply(transaction, change);
        Apply(transaction, new StateChange("commit", "last", commit.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        transaction.Commit();
        Commits = commit;
    }

    /// <summary>Copies everything, as of the last commit, into a new file.</summary>
    public void CopyTo(string file)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        _connection.BackupDatabase(copy);
    }

    public void Dispose() => _connection.Dispose();

    private void Apply(SqliteTransaction transaction, StateChange change)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$kind", change.Kind);
        command.Parameters.AddWithValue("$key", change.Key);
        if (change.Document is { } document)
        {
            command.CommandText = "INSERT INTO entries VALUES ($kind, $key, $document, $sha256) ON CONFLICT (kind, key) DO UPDATE "
                + "SET document = excluded.document, sha256 = excluded.sha256";
            command.Parameters.AddWithValue("$document", document);
            command.Parameters.AddWithValue("$sha256", ChecksumOf(change.Kind, change.Key, document));
        }
        else
        {
            command.CommandText = "DELETE FROM entries WHERE kind = $kind AND key = $key";
        }

        command.ExecuteNonQuery();
    }

    private void Prepare(string file)
    {
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        if (Scalar("PRAGMA quick_check(1)") is not "ok")
            throw new StateDamagedException($"{file}: its pages contradict each other");
        Execute("CREATE TABLE IF NOT EXISTS entries (kind TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL, sha256 TEXT NOT NULL, "
            + "PRIMARY KEY (kind, key)) WITHOUT ROWID");
        var version = Convert.ToInt32(Scalar("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Version)
            throw new Cases.ConfigurationException(
                $"{file}: the state is of version {version}, and this program knows up to {Version}: use the newer program");
        Execute($"PRAGMA user_version = {Version}");
        Verify(file);
        Commits = Find("commit", "last") is { } last ? long.Parse(last, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private void Verify(string file)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT kind, key, document, sha256 FROM entries";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (ChecksumOf(reader.GetString(0), reader.GetString(1), reader.GetString(2)) != reader.GetString(3))
                throw new StateDamagedException($"{file}: the entry {reader.GetString(0)} {reader.GetString(1)} is not what was written");
        }
    }

    private void Execute(string text) => Scalar(text);

    private object? Scalar(string text)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Fixed texts of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
