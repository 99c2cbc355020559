// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Tests;

/// <summary>A folder of one test, gone when it ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("fwcorrelate-test-").FullName;

    public string this[string name] => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
