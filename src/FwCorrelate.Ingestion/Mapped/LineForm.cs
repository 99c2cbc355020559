// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Mapped;

/// <summary>Takes the values of a line.</summary>
internal interface ICellSink
{
    void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}

/// <summary>
/// How a line of text that is neither JSON nor CSV below a header is cut into named values. Allocates nothing for a line that it cuts.
/// </summary>
internal abstract class LineForm
{
    /// <summary>Bytes that every header line contains; empty for forms without one.</summary>
    public virtual ReadOnlySpan<byte> HeaderMark => default;

    /// <summary>Whether a line names the columns of those below it, or ends them, or is a comment: it is no record.</summary>
    public virtual bool IsHeader(ReadOnlySpan<byte> line) => false;

    /// <summary>Whether the start of a file shows lines of this form.</summary>
    public abstract bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>Takes over the header line in force; null where there is none.</summary>
    public virtual void Enter(string? header)
    {
    }

    /// <summary>Hands the values of a line to <paramref name="sink"/>, in their order; returns why it cannot.</summary>
    public abstract string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
        where TSink : ICellSink, allows ref struct;
}
