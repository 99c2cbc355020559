// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Results;

/// <summary>Results could not be written. The message is for users: it names the path and says what to do.</summary>
public sealed class OutputFailedException : IOException
{
    // POSIX errno 28 and Win32 ERROR_DISK_FULL, as .NET reports them.
    private const int NoSpaceLeft = 28;
    private const int DiskFull = unchecked((int)0x8007_0070);

    public OutputFailedException(string message)
        : base(message)
    {
    }

    public OutputFailedException()
    {
    }

    public OutputFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether a failure is one of the file system and can be told to a user.</summary>
    internal static bool Explains(Exception failure) =>
        failure is (IOException or UnauthorizedAccessException) and not OutputFailedException;

    internal static OutputFailedException From(Exception failure, string path)
    {
        var advice = failure switch
        {
            UnauthorizedAccessException => "you may not write there; choose another folder with --out, or change its permissions",
            { HResult: NoSpaceLeft or DiskFull } => "the disk is full; free some space or choose a folder on another disk with --out",
            PathTooLongException => "the path is too long; choose a shorter one with --out",
            _ => $"{failure.Message.TrimEnd('.')}; choose another folder with --out",
        };
        return new OutputFailedException($"{path}: the results cannot be written: {advice}. Nothing was left behind.", failure);
    }
}
