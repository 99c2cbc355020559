// SPDX-License-Identifier: Apache-2.0
using Elastic.Transport;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>An answer as the official client hands it on: not parsed, whole, up to a limit.</summary>
internal sealed class EngineAnswer : TransportResponse
{
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The first value of a header that is kept (<see cref="EngineRegistration.ResponseHeadersToParse"/>); null without it.
    /// </summary>
    public string? Header(string name) => ApiCallDetails.TryGetHeader(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>
/// Reads the body itself: the client's own classes know neither a limit nor, once they have the stream, the length that was told.
/// </summary>
internal sealed class EngineAnswerBuilder : TypedResponseBuilder<EngineAnswer>
{
    protected override EngineAnswer Build(
        ApiCallDetails apiCallDetails, BoundConfiguration boundConfiguration, Stream responseStream, string contentType,
        long contentLength) =>
        throw new NotSupportedException("The gateway is asynchronous.");

    protected override async Task<EngineAnswer> BuildAsync(
        ApiCallDetails apiCallDetails, BoundConfiguration boundConfiguration, Stream responseStream, string contentType, long contentLength,
        CancellationToken cancellationToken = default)
    {
        var told = contentLength >= 0 ? contentLength : (long?)null;
        return new EngineAnswer
        {
            Body = await ReplyBody.ReadAsync(responseStream, told, SearchEngine.MostReplyBytes, cancellationToken)
            .ConfigureAwait(false)
        };
    }
}
