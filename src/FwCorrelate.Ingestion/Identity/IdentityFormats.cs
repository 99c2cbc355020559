// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.CloudInterfaces;
using FwCorrelate.Ingestion.Docker;
using FwCorrelate.Ingestion.Kubernetes;
using FwCorrelate.Ingestion.RockRecords;

namespace FwCorrelate.Ingestion.Identity;

/// <summary>The formats of orchestrators and clouds that leases are made of.</summary>
public static class IdentityFormats
{
    /// <summary>In the order in which they are asked to recognise a file.</summary>
    public static IReadOnlyList<IIdentityFormat> All { get; } =
        [new PodFormat(), new DockerFormat(), new RockRecordFormat(), new AwsInterfaceFormat(), new AlibabaInterfaceFormat()];

    /// <summary>The format of a file by the start of its text; null where it is none of them.</summary>
    public static IIdentityFormat? Find(ReadOnlySpan<byte> head)
    {
        foreach (var format in All)
        {
            if (format.Recognises(head))
                return format;
        }

        return null;
    }

    /// <summary>Whether a text holds all of these.</summary>
    internal static bool HasAll(ReadOnlySpan<byte> head, params ReadOnlySpan<string> marks)
    {
        foreach (var mark in marks)
        {
            if (head.IndexOf(System.Text.Encoding.UTF8.GetBytes(mark)) < 0)
                return false;
        }

        return true;
    }
}
