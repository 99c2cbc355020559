// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;

namespace FwCorrelate.Serving.Correlation;

/// <summary>The newest result, until it is written out. One that a newer one overtakes is given up.</summary>
internal sealed class ResultSlot : IDisposable
{
    private InvestigationResult? _result;

    public void Put(InvestigationResult result) => Interlocked.Exchange(ref _result, result)?.Dispose();

    /// <summary>Takes the result out; the taker disposes it. Null where none is new.</summary>
    public InvestigationResult? Take() => Interlocked.Exchange(ref _result, null);

    /// <summary>Gives a result back that could not be written, unless a newer one is there.</summary>
    public void GiveBack(InvestigationResult result)
    {
        if (Interlocked.CompareExchange(ref _result, result, null) is not null)
            result.Dispose();
    }

    public void Dispose() => Take()?.Dispose();
}
