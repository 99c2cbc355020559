// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Fuzzing;

/// <summary>A file that is written over and over, for readers that want one.</summary>
internal sealed class ScratchInput
{
    private readonly TemporaryFile _file = TemporaryFile.Create();

    public string Path => _file.Path;

    public CaseInput Write(ReadOnlySpan<byte> data, string name)
    {
        RandomAccess.SetLength(_file.Handle, 0);
        RandomAccess.Write(_file.Handle, data, 0);
        return new CaseInput(_file.Path, name, data.Length);
    }
}
