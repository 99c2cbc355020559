// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion;

/// <summary>What a file is, by its content.</summary>
public abstract record Recognition
{
    private Recognition()
    {
    }

    /// <summary>A log of flows or of a firewall.</summary>
    /// <param name="Columns">The column list the user gave for it, if any.</param>
    /// <param name="Head">The start of its text, for <see cref="IFlowFormat.CreateParser"/>.</param>
    public sealed record Log(IFlowFormat Format, string? Columns, ReadOnlyMemory<byte> Head) : Recognition;

    /// <summary>Traces of agents.</summary>
    public sealed record Trace(ITraceFormat Format) : Recognition;

    /// <summary>A table of address leases.</summary>
    public sealed record Lease : Recognition;

    /// <summary>GPU telemetry.</summary>
    /// <param name="Format">One of <see cref="Ingestion.Gpu.GpuFormat"/>'s names.</param>
    public sealed record Gpu(string Format) : Recognition;

    /// <summary>Settings of the case: <c>case.yml</c>.</summary>
    public sealed record Settings : Recognition;

    /// <summary>Nothing that can be read, and why.</summary>
    /// <param name="Content">How much its content tells of what it is.</param>
    public sealed record Unrecognised(string Reason, UnreadContent Content = UnreadContent.OtherText) : Recognition;

    /// <summary>It cannot be opened or decompressed, and why.</summary>
    public sealed record Damaged(string Reason) : Recognition;
}

/// <summary>What the content of an unread file tells of what it may have held.</summary>
public enum UnreadContent
{
    /// <summary>Text of some other kind, such as notes.</summary>
    OtherText,

    /// <summary>Nothing: it is empty, no text, JSON of no known kind, compressed, or may not be opened.</summary>
    Unknown,

    /// <summary>A lease table whose header cannot be used.</summary>
    BrokenLeases,
}
