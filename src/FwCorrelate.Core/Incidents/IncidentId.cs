// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Incidents;

/// <summary>Ids made of content, never of position or clock: the same input gives the same ids.</summary>
public static class IncidentId
{
    /// <param name="rule">Id of the leading rule.</param>
    /// <param name="cause">What the incident is grouped by.</param>
    /// <param name="firstSha256">Content hash of the first record.</param>
    public static string Of(string rule, string cause, string firstSha256) => "INC-" + Hash($"{rule}\n{cause}\n{firstSha256}", 6);

    public static string OfBehaviour(string family, string target) => "BEH-" + Hash($"{family}\n{target}", 4);

    private static string Hash(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
