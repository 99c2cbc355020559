// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Fuzzing;

/// <summary>A folder of results, written over and over; gone when the process ends.</summary>
internal sealed class ScratchFolder
{
    public ScratchFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);

    public string Path { get; } = Directory.CreateTempSubdirectory("fwcorrelate-fuzz-").FullName;

    /// <summary>Writes a file into it and returns the folder.</summary>
    public string With(string name, ReadOnlySpan<byte> data)
    {
        using var file = File.OpenHandle(System.IO.Path.Combine(Path, name), FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(file, data, 0);
        RandomAccess.SetLength(file, data.Length);
        return Path;
    }
}
