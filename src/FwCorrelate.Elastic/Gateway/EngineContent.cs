// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>A body that is streamed from its parts with its length told beforehand, so that nothing is copied together and nothing is chunked.</summary>
internal sealed class EngineContent : HttpContent
{
    // Small parts are put together up to here: a write for each would be a packet for each.
    private const int BlockBytes = 64 * 1024;

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _parts;
    private readonly long _length;

    public EngineContent(IReadOnlyList<ReadOnlyMemory<byte>> parts, string mediaType)
    {
        _parts = parts;
        foreach (var part in parts)
            _length += part.Length;
        Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var block = new byte[Math.Min(BlockBytes, _length)];
        var held = 0;
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            if (held + part.Length > block.Length && held > 0)
            {
                await stream.WriteAsync(block.AsMemory(0, held), cancellationToken).ConfigureAwait(false);
                held = 0;
            }

            if (part.Length > block.Length)
            {
                await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                continue;
            }

            part.CopyTo(block.AsMemory(held));
            held += part.Length;
        }

        if (held > 0)
            await stream.WriteAsync(block.AsMemory(0, held), cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
