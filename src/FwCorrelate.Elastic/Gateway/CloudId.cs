// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using Elastic.Transport;
using FwCorrelate.Cases;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>The id of a deployment in Elastic Cloud, as its page shows it: <c>NAME:BASE64</c>. Read by the official client.</summary>
public static class CloudId
{
    /// <summary>URL of the deployment's Elasticsearch, always https.</summary>
    /// <exception cref="ConfigurationException">It is no cloud id.</exception>
    // Inlined, it would load the client for whoever could have named a cloud id and did not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Url(string cloudId)
    {
        ArgumentNullException.ThrowIfNull(cloudId);
        try
        {
            // The pool wants credentials to hand on; they are ours to give.
            return new CloudNodePool(cloudId, new ApiKey(string.Empty)).Nodes.Single().Uri.AbsoluteUri;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ConfigurationException(
                $"the cloud id '{cloudId}' cannot be read: expected NAME:BASE64, as the page of the deployment shows it; "
                + "for another server, give its URL", exception);
        }
    }
}
