// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace FwCorrelate.Files;

/// <summary>
/// A file for what is laid aside while the program runs. Where the system allows it, it has no name: nobody else can open it, and it is
/// gone however the process ends. Disposing gives it up.
/// </summary>
public sealed class TemporaryFile : IDisposable
{
    private readonly string? _name;

    private TemporaryFile(SafeFileHandle handle, string path, string? name) => (Handle, Path, _name) = (handle, path, name);

    /// <summary>For reading and writing at places of one's own choice.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>What opens the file once more within this process, from its start.</summary>
    public string Path { get; }

    /// <summary>Bytes that it holds.</summary>
    public long Length => RandomAccess.GetLength(Handle);

    /// <exception cref="IOException">No file can be made in the folder for temporary files.</exception>
    /// <exception cref="UnauthorizedAccessException">None may be made there.</exception>
    public static TemporaryFile Create()
    {
        var name = System.IO.Path.GetTempFileName();
        var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var handle = File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, options);
        if (!OperatingSystem.IsLinux())
            return new TemporaryFile(handle, name, name);

        // The open file stays reachable under its number (proc(5)), by this process alone.
        File.Delete(name);
        return new TemporaryFile(handle, $"/proc/self/fd/{handle.DangerousGetHandle()}", null);
    }

    public void Dispose()
    {
        Handle.Dispose();
        if (_name is not null)
            File.Delete(_name);
    }
}
