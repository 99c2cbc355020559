// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Cases;
using Microsoft.Data.Sqlite;

namespace FwCorrelate.Serving.State;

/// <summary>Reads the state of a service, running or not, and changes nothing in it.</summary>
internal sealed class StateView : IStateReader, IDisposable
{
    private readonly StateTables _tables;

    private StateView(StateTables tables) => _tables = tables;

    /// <exception cref="ConfigurationException">There is no state, or it cannot be read.</exception>
    public static StateView Open(string folder)
    {
        var file = Path.Combine(folder, StateStore.TablesName);
        if (!File.Exists(file))
            throw new ConfigurationException(
                $"{folder}: there is no state of a service. Name the folder that serve --state names, or its --out folder");
        try
        {
            return new StateView(StateTables.OpenReadOnly(file));
        }
        catch (SqliteException e)
        {
            throw new ConfigurationException($"{folder}: the state cannot be read: {e.Message}", e);
        }
    }

    public IReadOnlyList<T> All<T>(string kind) =>
        [.. _tables.Read(kind, "", int.MaxValue).Select(e => JsonSerializer.Deserialize<T>(e.Document, StateJson.Options)!)];

    public T? Find<T>(string kind, string key) =>
        _tables.Find(kind, key) is { } document ? JsonSerializer.Deserialize<T>(document, StateJson.Options) : default;

    public string LastKey(string kind) => _tables.LastKey(kind);

    public void Dispose() => _tables.Dispose();
}
