// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;

namespace FwCorrelate.Service.Extraction;

/// <summary>Writes what was read, byte for byte.</summary>
internal sealed class PlainText : IExtractText
{
    public byte[] Line(ReadOnlySpan<byte> line) => line.ToArray();

    public byte[] Whole(ReadOnlySpan<byte> text) => text.ToArray();

    public string Text(string text) => text;

    public string Id(string id) => id;

    public CaseSettings Settings(CaseSettings settings) => settings;
}
