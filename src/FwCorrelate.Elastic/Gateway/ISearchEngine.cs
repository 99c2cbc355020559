// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Gateway;

/// <summary>What the rest of the program needs of an engine (decision 0001): who it is, and one call.</summary>
public interface ISearchEngine
{
    EngineDialect Dialect { get; }

    /// <summary>Scheme, host, port and path, for messages.</summary>
    string Address { get; }

    /// <summary>
    /// Sends one request: to one node, and only where that does not answer or is not ready (502, 503, 504) to the next of several, at once
    /// (<see cref="EngineReply.Attempts"/>). Nothing else is tried again here.
    /// </summary>
    /// <param name="path">Below the endpoint, with its query, without a leading slash; names in it escaped
    /// (<see cref="Uri.EscapeDataString(string)"/>).</param>
    /// <returns>Every answer but the refusals below, whatever its status: see <see cref="EngineReply.Required"/>.</returns>
    /// <exception cref="EngineException">
    /// No answer, one that came too late or is too large, a redirect, 401, 403, or a certificate that is not trusted.
    /// </exception>
    Task<EngineReply> SendAsync(HttpMethod method, string path, EngineBody body, CancellationToken cancellationToken);
}
