// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Engines;

/// <summary>Faults for the requests of one kind, which are counted from 1.</summary>
internal sealed class FaultProxyScript
{
    private int _number;

    public Func<int, PassingRequest, PassingAnswer?> Before { get; init; } = (_, _) => null;

    public Func<int, PassingRequest, PassingAnswer, PassingAnswer> After { get; init; } = (_, _, answer) => answer;

    public Func<int, CancellationToken, Task> Delay { get; init; } = (_, _) => Task.CompletedTask;

    public void Apply(FaultProxy proxy, Func<PassingRequest, bool> concerns)
    {
        var numbers = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        int Of(PassingRequest request) => numbers.GetOrAdd(request.Number, _ => Interlocked.Increment(ref _number));
        proxy.Delay = (r, t) => concerns(r) ? Delay(Of(r), t) : Task.CompletedTask;
        proxy.Before = r => concerns(r) ? Before(Of(r), r) : null;
        proxy.After = (r, a) => concerns(r) ? After(Of(r), r, a) : a;
    }
}
