// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Service;
using FwCorrelate.Serving.Collection;
using FwCorrelate.Serving.State;
using NodaTime;

namespace FwCorrelate.Serving.Tests.Collection;

/// <summary>A folder with logs and a collector over it, which can be started anew.</summary>
internal sealed class Collecting : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private StateStore _state;

    public Collecting()
    {
        Directory.CreateDirectory(Logs);
        (_state, Collector) = Start();
    }

    public SetClock Clock { get; } = new();

    public FileCollector Collector { get; private set; }

    public string Logs => _scratch["logs"];

    /// <summary>The copies that are read, by the name that results give them.</summary>
    public IReadOnlyDictionary<string, string> Texts => Collector.Streams.Where(s => s.IsRead && s.Length > 0)
        .ToDictionary(s => s.State == StreamState.Live ? Path.GetFileName(s.Path) : $"{Path.GetFileName(s.Path)} ended", TextOf);

    /// <summary>All that was collected, each line once, sorted.</summary>
    public IReadOnlyList<string> Lines => [.. Texts.Values.SelectMany(t => t.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(Logs, name);

    public void Append(string name, string text) => _scratch.Append(Path.Combine("logs", name), text);

    public bool Collect() => Collector.Collect(isLast: false);

    /// <summary>Collects, lets enough time pass that what is at rest is taken, and collects again.</summary>
    public void CollectSettled()
    {
        Collector.Collect(isLast: false);
        Clock.Now += Duration.FromSeconds(6);
        Collector.Collect(isLast: false);
    }

    /// <summary>Ends without a goodbye and starts anew from what is on disk.</summary>
    public void Restart(Action? between = null)
    {
        Collector.Dispose();
        _state.Dispose();
        between?.Invoke();
        (_state, Collector) = Start();
    }

    public string CopyOf(string name) => Collector.CopyOf(Collector.Streams.Single(s => Path.GetFileName(s.Path) == name && s.IsRead));

    public void Dispose()
    {
        Collector.Dispose();
        _state.Dispose();
        _scratch.Dispose();
    }

    private string TextOf(CollectedStream stream) => Encoding.UTF8.GetString(File.ReadAllBytes(Collector.CopyOf(stream)).AsSpan(0, (int)stream.Length));

    private (StateStore, FileCollector) Start()
    {
        var state = StateStore.Open(_scratch["state"]);
        var tree = new SourceTree(new InvestigationOptions { Logs = [Logs] }, [_scratch["state"]]);
        return (state, new FileCollector(state, tree, Clock, new CollectionSettings()));
    }
}
