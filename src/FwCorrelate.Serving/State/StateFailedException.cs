// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace FwCorrelate.Serving.State;

/// <summary>
/// The state could not be written or read now. Nothing of the attempt stands; the message is for users, and trying again is safe.
/// </summary>
internal sealed class StateFailedException : IOException
{
    // SQLITE_FULL and errno 28 (ENOSPC).
    private const int SqliteFull = 13;
    private const int NoSpaceLeft = 28;

    public StateFailedException(string message)
        : base(message)
    {
    }

    public StateFailedException()
    {
    }

    public StateFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether what failed is the disk or the file system, not the program.</summary>
    public static bool Explains(Exception failure) => failure is IOException or UnauthorizedAccessException or SqliteException;

    public static StateFailedException From(Exception failure, string folder) =>
        failure as StateFailedException ?? new StateFailedException(
        $"{folder}: the state cannot be written: " + failure switch
        {
            SqliteException { SqliteErrorCode: SqliteFull } or { HResult: NoSpaceLeft } => "the disk is full; free some space",
            UnauthorizedAccessException => "you may not write there; change its permissions",
            _ => failure.Message.TrimEnd('.'),
        } + ". Nothing is lost: it is tried again.",
        failure);
}
