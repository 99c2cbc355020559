// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>How large the next bulk request may be: grows slowly while the engine takes what it gets, halves when it does not.</summary>
internal sealed class BulkSize
{
    private const int FirstDocuments = 1_000;
    private const int MostDocuments = 10_000;
    private const long FirstBytes = 5_000_000;
    private const long MostBytes = 20_000_000;
    private const long LeastBytes = 100_000;

    private readonly Lock _lock = new();
    private long _ceiling = MostBytes;

    public int Documents { get; private set; } = FirstDocuments;

    public long Bytes { get; private set; } = FirstBytes;

    public void Grow()
    {
        lock (_lock)
        {
            Documents = Math.Min(MostDocuments, Documents + (Documents / 10) + 1);
            Bytes = Math.Min(_ceiling, Bytes + (Bytes / 10));
        }
    }

    public void Halve()
    {
        lock (_lock)
        {
            Documents = Math.Max(1, Documents / 2);
            Bytes = Math.Max(LeastBytes, Bytes / 2);
        }
    }

    /// <summary>The engine says that a request of this size is too large: none will be as large again.</summary>
    public void Refuse(long bytes)
    {
        lock (_lock)
        {
            _ceiling = Math.Max(LeastBytes, Math.Min(_ceiling, bytes / 2));
            Bytes = Math.Min(Bytes, _ceiling);
        }
    }
}
