// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Identity;

/// <summary>
/// A format in which orchestrators and clouds tell who held which address. Adding one is a folder and a line in
/// <see cref="IdentityFormats"/>.
/// </summary>
public interface IIdentityFormat
{
    /// <summary>What users write, such as <c>kubernetes-pods</c>.</summary>
    string Name { get; }

    /// <summary>For people.</summary>
    string Title { get; }

    /// <summary>What such files cannot tell of what a lease needs, and what to do about it; null where they can tell all of it.</summary>
    string? Lacks { get; }

    /// <summary>Whether a file is of this format, by the start of its text (up to 64 KiB).</summary>
    bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>Something that takes all files of this format in a case, because one machine is told of in many of them.</summary>
    internal IIdentityCollector CreateCollector();
}

/// <summary>Collects who held which address, file by file and in any order.</summary>
internal interface IIdentityCollector
{
    /// <summary>Reads one file to its end. Never throws for what the file holds.</summary>
    TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected);

    /// <summary>What all files together tell; does not depend on their order.</summary>
    IEnumerable<HeldAddress> Finish();
}
