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
        // Not emptied first: ext4 writes a file to the disk when it is closed after that, which takes longer than reading a mutant.
        RandomAccess.Write(_file.Handle, data, 0);
        RandomAccess.SetLength(_file.Handle, data.Length);
        return new CaseInput(_file.Path, name, data.Length);
    }
}
