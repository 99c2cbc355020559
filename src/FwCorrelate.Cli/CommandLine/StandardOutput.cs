// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>Standard output that tells when nobody reads it any more, so that <c>fwcorrelate flows big.log | head</c> ends at once.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007_006D);
    private const int WindowsNoData = unchecked((int)0x8007_00E8);

    public static Stream Open(bool isTerminal)
    {
        // .NET's console stream swallows a broken pipe on Unix: the program would read on for nobody.
        if (isTerminal || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        return new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Whether the reader of our output has gone: EPIPE, whose number .NET gives as the exception's HResult on Unix.</summary>
    public static bool IsClosedBy(IOException exception) =>
        exception.HResult is WindowsBrokenPipe or WindowsNoData || (!OperatingSystem.IsWindows() && exception.HResult == BrokenPipe);
}
