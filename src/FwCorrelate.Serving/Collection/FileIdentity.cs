// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using NodaTime;

namespace FwCorrelate.Serving.Collection;

/// <summary>Which file it is, whatever it is called: a renamed file keeps it, a copy does not have it.</summary>
/// <param name="Device">Of the file system.</param>
/// <param name="Inode">Within it; used anew when a file is gone, so that content is compared too.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    // statx(2): the layout is the kernel's, the same on every architecture.
    private const int StatxLength = 256;
    private const int InodeAt = 32;
    private const int DeviceMajorAt = 136;
    private const int DeviceMinorAt = 140;
    private const int WorkingDirectory = -100;
    private const uint BasicFields = 0x7ff;

    /// <summary>Of the file behind a path, links followed; null where it is gone.</summary>
    /// <remarks>Where the system has no inodes, the time at which the file was made stands for one.</remarks>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path)
                ? new FileIdentity(0, (ulong)Instant.FromDateTimeUtc(File.GetCreationTimeUtc(path)).ToUnixTimeTicks()) : null;
        Span<byte> answer = stackalloc byte[StatxLength];
        if (Statx(WorkingDirectory, path, 0, BasicFields, ref MemoryMarshal.GetReference(answer)) != 0)
            return null;
        var major = MemoryMarshal.Read<uint>(answer[DeviceMajorAt..]);
        var minor = MemoryMarshal.Read<uint>(answer[DeviceMinorAt..]);
        return new FileIdentity(((ulong)major << 32) | minor, MemoryMarshal.Read<ulong>(answer[InodeAt..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte answer);
}
