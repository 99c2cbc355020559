// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>Reads an answer whole, up to a limit.</summary>
internal static class ReplyBody
{
    private const int FirstBytes = 64 * 1024;

    /// <exception cref="EngineException">It is larger than <paramref name="most"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(stream, content.Headers.ContentLength, most, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="told">The length that the server told; null where it told none.</param>
    /// <exception cref="EngineException">It is larger than <paramref name="most"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long? told, int most, CancellationToken cancellationToken)
    {
        if (told > most)
            throw TooLarge(told.Value, most);

        // One byte more than was told, so that the end is seen without growing.
        var buffer = GC.AllocateUninitializedArray<byte>(told is { } length ? (int)length + 1 : FirstBytes);
        var held = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return buffer.AsMemory(0, held);
            held += read;
            if (held > most)
                throw TooLarge(held, most);
            if (held == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * held, (long)most + 1));
        }
    }

    private static EngineException TooLarge(long bytes, int most) =>
        new(EngineFailure.TooLarge, $"the answer has {bytes} bytes or more: expected at most {most}; ask for fewer documents at once");
}
