// SPDX-License-Identifier: Apache-2.0
using Microsoft.Win32.SafeHandles;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Raw text of the records that one worker keeps. Beyond a few MiB it lies in a temporary file that has no name while it is used, so that
/// nothing is left behind however the process ends.
/// </summary>
/// <param name="bytesInMemory">How much may be in memory; at least one record always may.</param>
internal sealed class KeptText(int bytesInMemory) : IDisposable
{
    private const int FirstLength = 4096;
    private byte[] _tail = [];
    private int _tailLength;
    private long _stored;
    private SafeFileHandle? _file;

    /// <summary>Keeps a record's text; returns its position.</summary>
    /// <exception cref="IOException">The temporary file cannot be written; the message is for users.</exception>
    public long Append(ReadOnlySpan<byte> text)
    {
        if (_tailLength > 0 && _tailLength + text.Length > bytesInMemory)
            Store();
        if (_tailLength + text.Length > _tail.Length)
            Array.Resize(ref _tail, Math.Max(_tailLength + text.Length, Math.Clamp(_tail.Length * 2, FirstLength, bytesInMemory)));
        text.CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += text.Length;
        return _stored + _tailLength - text.Length;
    }

    /// <summary>The text of a record by its position. May be called from several threads, once nothing more is appended.</summary>
    public byte[] Read(long position, int length)
    {
        var text = new byte[length];
        if (position >= _stored)
            _tail.AsSpan((int)(position - _stored), length).CopyTo(text);
        else
            for (var read = 0; read < length;)
                read += ReadSome(text.AsSpan(read), position + read);
        return text;
    }

    public void Dispose() => _file?.Dispose();

    private int ReadSome(Span<byte> into, long position) => RandomAccess.Read(_file!, into, position) is var read and > 0
        ? read
        : throw new IOException("The temporary file of matched records ended early.");

    private void Store()
    {
        try
        {
            _file ??= OpenNameless();
            RandomAccess.Write(_file, _tail.AsSpan(0, _tailLength), _stored);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{Path.GetTempPath()}: the text of matched records cannot be kept there: {e.Message.TrimEnd('.')}. Free some space, or name a folder on another disk in the environment variable TMPDIR.", e);
        }

        _stored += _tailLength;
        _tailLength = 0;
    }

    private static SafeFileHandle OpenNameless()
    {
        var path = Path.GetTempFileName();
        var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, options);

        // An open file without a name is gone with its last handle; Windows wants the name until then.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
