// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace FwCorrelate.Service.Results;

/// <summary>
/// Ties the outputs of a result to each other and to what they were made of: each link is the SHA-256 of the link before it, the file's
/// name and the file's hash, each followed by a line feed; the first begins with those of inputs and rules. Who keeps the last link
/// elsewhere can prove all of it.
/// </summary>
internal static class HashChain
{
    /// <summary>One link for each output, in their order.</summary>
    public static IReadOnlyList<string> Of(
        IEnumerable<ManifestFile> inputs, IEnumerable<ManifestFile> rules, IReadOnlyList<ManifestFile> outputs)
    {
        var link = "";
        foreach (var file in inputs.Concat(rules))
            link = Next(link, file);
        return [.. outputs.Select(o => link = Next(link, o))];
    }

    private static string Next(string link, ManifestFile file) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{link}\n{file.Path}\n{file.Sha256}\n")));
}
