// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// Words that a table does not hold, the first few of them: see <see cref="FwCorrelate.Flows.IRecordLayout.UnknownVerdicts"/>.
/// </summary>
internal sealed class UnknownWords
{
    private const int MostWords = 8;
    private const int LongestWord = 40;
    private readonly List<byte[]> _known = [];
    private readonly SortedSet<string> _words = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Words => _words;

    public void Add(ReadOnlySpan<byte> word)
    {
        word = word[..Math.Min(word.Length, LongestWord)];
        if (_known.Count == MostWords || word.IsEmpty)
            return;

        // A log may repeat one in every record.
        foreach (var known in _known)
        {
            if (word.SequenceEqual(known))
                return;
        }

        _known.Add(word.ToArray());
        _words.Add(Encoding.UTF8.GetString(word));
    }
}
