// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Network;
using FwCorrelate.Sigma;

namespace FwCorrelate.Service.Extraction.Anonymous;

/// <summary>What the shipped rules speak of: what stands there is public, and a replacement would change what matches.</summary>
internal sealed partial class RuleWords
{
    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);

    public RuleWords()
    {
        foreach (var text in ShippedRules.Files.Select(f => Encoding.UTF8.GetString(f.Content.Span)))
        {
            foreach (var word in Word().EnumerateMatches(text))
                _words.Add(text.Substring(word.Index, word.Length));
            foreach (var domain in Domain().EnumerateMatches(text))
                _words.Add(text.Substring(domain.Index, domain.Length));
            foreach (var block in Block().EnumerateMatches(text))
            {
                if (AddressPrefix.TryParse(text.AsSpan(block.Index, block.Length), out var prefix))
                    Blocks.Add(prefix);
            }
        }
    }

    public List<AddressPrefix> Blocks { get; } = [];

    public bool Hold(string word) => _words.Contains(word);

    [GeneratedRegex(@"[\p{L}\p{N}_][\p{L}\p{N}_-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Domain();

    [GeneratedRegex(@"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:]+(?:/\d{1,3})?", RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
