// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Serving.State;
using Microsoft.Data.Sqlite;

namespace FwCorrelate.Serving.Tests.State;

[TestClass]
public sealed class StateStoreTests
{
    [TestMethod]
    public void Commit_Reopened_IsThere()
    {
        using var scratch = new ScratchFolder();
        Commit(scratch, ("a", 1), ("b", 2));
        using var state = StateStore.Open(scratch.Path);
        Assert.AreSequenceEqual([1, 2], state.All<int>("number"));
        Assert.IsNull(state.Rebuilt);
    }

    [TestMethod]
    public void Open_Twice_IsRefused()
    {
        using var scratch = new ScratchFolder();
        using var first = StateStore.Open(scratch.Path);
        var refused = Assert.ThrowsExactly<ConfigurationException>(() => StateStore.Open(scratch.Path));
        Assert.Contains("another process uses this state", refused.Message);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Open_TablesDamaged_RebuildsThemFromCheckpointAndJournal(bool hasCheckpoint)
    {
        using var scratch = new ScratchFolder();
        Commit(scratch, ("a", 1));
        if (hasCheckpoint)
            WithState(scratch, s => s.Checkpoint());
        Commit(scratch, ("b", 2), ("a", 3));
        Damage(scratch[StateStore.TablesName]);
        using var state = StateStore.Open(scratch.Path);
        Assert.Contains("Rebuilt from checkpoint", state.Rebuilt ?? "");
        Assert.AreSequenceEqual([3, 2], state.All<int>("number"));
        state.Commit(StateChange.Put("number", "c", 4));
        Assert.AreSequenceEqual([3, 2, 4], state.All<int>("number"));
    }

    [TestMethod]
    public void Open_EntryChangedByOthers_IsDetected()
    {
        using var scratch = new ScratchFolder();
        Commit(scratch, ("a", 1));
        using (var connection = new SqliteConnection($"Data Source={scratch[StateStore.TablesName]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE entries SET document = '7' WHERE kind = 'number'";
            command.ExecuteNonQuery();
        }

        using var state = StateStore.Open(scratch.Path);
        Assert.Contains("number a is not what was written", state.Rebuilt ?? "");
        Assert.AreSequenceEqual([1], state.All<int>("number"));
    }

    [TestMethod]
    public void Open_LastCheckpointDamagedToo_TakesItsPredecessor()
    {
        using var scratch = new ScratchFolder();
        for (var i = 1; i <= 3; i++)
        {
            Commit(scratch, ("a", i));
            WithState(scratch, s => s.Checkpoint());
        }

        Damage(scratch[StateStore.TablesName]);
        Damage(Directory.GetFiles(scratch.Path, "checkpoint-*.db").Order().Last());
        using var state = StateStore.Open(scratch.Path);
        Assert.AreSequenceEqual([3], state.All<int>("number"));
    }

    [TestMethod]
    public void Open_EverythingDamaged_SaysWhatToDo()
    {
        using var scratch = new ScratchFolder();
        for (var i = 1; i <= 3; i++)
        {
            Commit(scratch, ("a", i));
            WithState(scratch, s => s.Checkpoint());
        }

        foreach (var file in Directory.GetFiles(scratch.Path, "*.db"))
            Damage(file);
        var damaged = Assert.ThrowsExactly<StateDamagedException>(() => StateStore.Open(scratch.Path));
        Assert.Contains("no checkpoint is whole", damaged.Message);
    }

    [TestMethod]
    public void Open_JournalEndsInHalfALine_GoesOn()
    {
        using var scratch = new ScratchFolder();
        Commit(scratch, ("a", 1));
        File.AppendAllText(Directory.GetFiles(scratch.Path, "journal-*").Single(), "0123456789abcdef 2 [{");
        Commit(scratch, ("b", 2));
        Damage(scratch[StateStore.TablesName]);
        using var state = StateStore.Open(scratch.Path);
        Assert.AreSequenceEqual([1, 2], state.All<int>("number"));
    }

    private static void Commit(ScratchFolder scratch, params (string Key, int Value)[] numbers) =>
        WithState(scratch, s => s.Commit([.. numbers.Select(n => StateChange.Put("number", n.Key, n.Value))]));

    private static void WithState(ScratchFolder scratch, Action<StateStore> work)
    {
        using var state = StateStore.Open(scratch.Path);
        work(state);
    }

    private static void Damage(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = 10;
        stream.Write(new byte[Math.Min(6000, (int)stream.Length - 10)]);
    }
}
