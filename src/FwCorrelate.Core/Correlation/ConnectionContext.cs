// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>What the vendor's own fields tell of a connection beyond its 5-tuple.</summary>
/// <param name="Domain">Destination domain in lower case, or empty.</param>
/// <param name="Networks">Names of the networks it was seen in (VPC); empty where the log names none.</param>
public sealed record ConnectionContext(string Domain, IReadOnlyCollection<string> Networks)
{
    /// <summary>
    /// The address that another sensor may know the source by, since it is translated on the way; null where the log tells none.
    /// </summary>
    public HostAddress? TranslatedSource { get; init; }

    /// <summary>The same of the destination.</summary>
    public HostAddress? TranslatedDestination { get; init; }

    /// <summary>TCP sequence number that the session began with, where the log tells it: two views of one session share it.</summary>
    public long? TcpSequence { get; init; }

    /// <summary>Who the record itself says was behind its source; null where it does not say.</summary>
    public ToldHolder? Holder { get; init; }

    /// <summary>What a proxy's log tells of the request; null for any other record.</summary>
    public ProxyRequest? Request { get; init; }

    /// <summary>The request that a proxied connection was stitched to: all views of it share the id. Null without.</summary>
    public string? Session { get; init; }

    public static ConnectionContext Unknown { get; } = new("", []);

    /// <summary>What two records of one connection tell together; where both name a domain, that of the first.</summary>
    public ConnectionContext With(ConnectionContext other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other) || ReferenceEquals(other, Unknown))
            return this;
        return ReferenceEquals(this, Unknown)
            ? other
            : new ConnectionContext(
                Domain.Length > 0 ? Domain : other.Domain, [.. Networks.Union(other.Networks).Order(StringComparer.Ordinal)])
            {
                TranslatedSource = TranslatedSource ?? other.TranslatedSource,
                TranslatedDestination = TranslatedDestination ?? other.TranslatedDestination,
                TcpSequence = TcpSequence ?? other.TcpSequence,
                Request = Request ?? other.Request,
                Session = Session ?? other.Session,
                Holder = Holder ?? other.Holder,
            };
    }

    /// <summary>Whether a lease's network can be this one; where the log names none, any can.</summary>
    public bool IsIn(string network) => Networks.Count == 0 || Networks.Contains(network);
}
