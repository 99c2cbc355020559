// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.CommandLine;

/// <summary>Standard input that is empty where the caller closed it.</summary>
internal static class StandardInput
{
    // open(2): O_CLOEXEC, in octal.
    private const int CloseOnExec = 524288;

    public static Stream Open() => IsClosed() ? Stream.Null : Console.OpenStandardInput();

    /// <summary>
    /// Whether the program was started without standard input. The runtime then gives its number to a pipe of its own, which nobody writes
    /// to; what a caller hands over is never marked to be closed on exec, since it came through one.
    /// </summary>
    private static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            var flags = File.ReadLines("/proc/self/fdinfo/0").FirstOrDefault(l => l.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
