// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>
/// Standard output that tells when nobody reads it any more, so that <c>fwcorrelate flows big.log | head</c> ends at once.
/// </summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007_006D);
    private const int WindowsNoData = unchecked((int)0x8007_00E8);

    public static Stream Open(bool isTerminal)
    {
        if (isTerminal || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();

        // .NET's console stream swallows a broken pipe on Unix: the program would read on for nobody. A file stream tells, but on a real
        // file it writes at positions of its own, past the shared one that a second program of the same shell redirection goes on from.
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    /// <summary>Whether the reader of our output has gone: EPIPE, whose number .NET gives as the exception's HResult on Unix.</summary>
    public static bool IsClosedBy(IOException exception) =>
        exception.HResult is WindowsBrokenPipe or WindowsNoData || (!OperatingSystem.IsWindows() && exception.HResult == BrokenPipe);
}
