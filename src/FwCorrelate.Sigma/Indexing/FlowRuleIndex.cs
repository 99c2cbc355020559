// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// The rules worth trying on a flow record: those that could hold with its ports, and its size, and its protocol, and what the device did,
/// and whether its ends are internal, and the vendor's text. Each is a table look-up that yields bits of rules and of their
/// <see cref="Alternatives"/>; the bits are AND-ed. Sound because each table is (<see cref="Projection"/>, <see cref="NecessaryTexts"/>):
/// an index may only weaken.
/// </summary>
internal sealed class FlowRuleIndex
{
    /// <summary>Characters of a raw record that are searched for texts; a longer one is tried by all rules.</summary>
    public const int MaxSearchedLength = 4_096;

    private const int MinTextLength = 3;

    // A rule is one entry for each of its alternatives; bits are of entries.
    private readonly int[] _ruleOf;
    private readonly ulong[] _flowRules;
    private readonly ulong[] _alertRules;
    private readonly ulong[] _scopeRules;
    private readonly ulong[] _textRules;
    private readonly DimensionIndex _destinationPorts;
    private readonly DimensionIndex _sourcePorts;
    private readonly DimensionIndex _traits;
    private readonly DimensionIndex _bytes;
    private readonly DimensionIndex _packets;
    private readonly DimensionIndex _scopes;
    private readonly SearchValues<string> _texts;
    private readonly SearchValues<byte> _rareBytes;
    private readonly VendorFieldRules _vendorFields;
    private readonly NetworkScope _networks;

    /// <param name="rules">All rules in the detector's order; those of tool calls are never tried.</param>
    public FlowRuleIndex(IReadOnlyList<(RuleEvent Event, Predicate Necessary)> rules, NetworkScope networks)
    {
        _networks = networks;
        var entries = Enumerable.Range(0, rules.Count).Where(r => rules[r].Event != RuleEvent.ToolCall)
            .SelectMany(r => Alternatives.Of(rules[r].Necessary).Select(a => (Rule: r, Necessary: a))).ToList();
        _ruleOf = [.. entries.Select(e => e.Rule)];
        List<(RuleEvent Event, Predicate Necessary)> all = [.. entries.Select(e => (rules[e.Rule].Event, e.Necessary))];
        Words = (all.Count + 63) / 64;
        _flowRules = RuleBits.Of(all, r => r.Event == RuleEvent.Flow);
        _alertRules = RuleBits.Of(all, r => r.Event is RuleEvent.Flow or RuleEvent.Alert);
        _destinationPorts = Index(all, Dimension.DestinationPort);
        _sourcePorts = Index(all, Dimension.SourcePort);
        _traits = Index(all, Dimension.Traits);
        _bytes = Index(all, Dimension.Bytes);
        _packets = Index(all, Dimension.Packets);
        _scopes = Index(all, Dimension.Scope);
        _scopeRules = RuleBits.Of(all, r => !Projection.Of(r.Necessary, Dimension.Scope).IsAll);
        _vendorFields = new VendorFieldRules([.. all.Select(r => r.Necessary)]);
        var texts = all.Select(r => NecessaryTexts.Of(r.Necessary, TextsOf)).ToList();
        _textRules = RuleBits.Of(texts, t => t is not null);
        string[] distinct = [.. texts.OfType<IReadOnlyCollection<string>>().SelectMany(t => t).Distinct(StringComparer.OrdinalIgnoreCase)];
        _texts = SearchValues.Create(distinct, StringComparison.OrdinalIgnoreCase);
        _rareBytes = SearchValues.Create(
            [.. distinct.Select(RarestByte).SelectMany(b => new[] { b, (byte)char.ToUpperInvariant((char)b) }).Distinct()]);
    }

    /// <summary>64-bit words of a set of entries.</summary>
    public int Words { get; }

    /// <summary>The rule of an entry. A rule's entries stand side by side.</summary>
    public int RuleOf(int entry) => _ruleOf[entry];

    /// <summary>The rules that could hold on a record of this layout: ask once for a batch.</summary>
    public ReadOnlySpan<ulong> PossibleWith(IRecordLayout layout) => _vendorFields.PossibleWith(layout);

    /// <summary>Fills in the entries whose rules are to be tried; false when there are none.</summary>
    /// <param name="possible">What <see cref="PossibleWith"/> said of the batch's layout.</param>
    /// <param name="buffer">Room for <see cref="MaxSearchedLength"/> characters.</param>
    public bool TryFind(FlowBatch batch, int index, ReadOnlySpan<ulong> possible, Span<ulong> candidates, Span<char> buffer)
    {
        ref readonly var record = ref batch[index];
        var hasPorts = FlowEvent.HasPorts(in record);
        possible.CopyTo(candidates);
        if (!Narrow(candidates, record.Kind == RecordKind.Alert ? _alertRules : _flowRules)
            || !Narrow(candidates, _destinationPorts[hasPorts ? record.DestinationPort : Dimension.NoPort])
            || !Narrow(candidates, _traits[Dimension.TraitsOf(in record)])
            || !Narrow(candidates, _bytes[Dimension.MagnitudeOf(record.Bytes)])
            || !Narrow(candidates, _packets[Dimension.MagnitudeOf(record.Packets)])
            || !Narrow(candidates, _sourcePorts[hasPorts ? record.SourcePort : Dimension.NoPort]))
            return false;

        // The last two cost more than a look-up, so they are asked only when a rule that is left wants them.
        if (Overlaps(candidates, _scopeRules) && !Narrow(candidates, _scopes[Dimension.ScopeOf(in record, _networks)]))
            return false;
        return !Overlaps(candidates, _textRules) || MayHoldText(batch.Raw(index).Span, buffer) || Remove(candidates, _textRules);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Narrow(Span<ulong> candidates, ReadOnlySpan<ulong> row)
    {
        ulong any = 0;
        for (var i = 0; i < candidates.Length; i++)
            any |= candidates[i] &= row[i];
        return any != 0;
    }

    private static bool Remove(Span<ulong> candidates, ReadOnlySpan<ulong> rules)
    {
        ulong any = 0;
        for (var i = 0; i < candidates.Length; i++)
            any |= candidates[i] &= ~rules[i];
        return any != 0;
    }

    private static bool Overlaps(ReadOnlySpan<ulong> candidates, ReadOnlySpan<ulong> rules)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if ((candidates[i] & rules[i]) != 0)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Formats give values as they stand in the raw record save for escapes, so a record with an escape may hold anything.
    /// </summary>
    private bool MayHoldText(ReadOnlySpan<byte> raw, Span<char> buffer)
    {
        if (raw.Length > MaxSearchedLength || raw.IndexOfAny((byte)'\\', (byte)'%') >= 0)
            return true;
        if (!raw.ContainsAny(_rareBytes))
            return false;
        var length = Encoding.Latin1.GetChars(raw, buffer);
        return buffer[..length].ContainsAny(_texts);
    }

    /// <summary>Texts that stand in the raw record whenever a test of the vendor's fields passes.</summary>
    internal static IReadOnlyCollection<string>? TextsOf(Predicate test)
    {
        var literals = test switch
        {
            // What a register of the case tells stands in no record.
            FieldTest { Field.Scope: FieldScope.Vendor } field when !RegistrationFields.IsOne(field.Field.Name) => field.Test.Literals,
            KeywordTest keyword => keyword.Test.Literals,
            _ => null,
        };
        var safe = literals?.Select(LongestSafePart).ToList();
        return safe is null || safe.Exists(t => t.Length < MinTextLength) ? null : safe;
    }

    /// <summary>Letters, digits and <c>. _ -</c> are written without escapes by every format.</summary>
    private static string LongestSafePart(string literal)
    {
        var (best, start) = ("", 0);
        for (var i = 0; i <= literal.Length; i++)
        {
            if (i < literal.Length && (char.IsAsciiLetterOrDigit(literal[i]) || literal[i] is '.' or '_' or '-'))
                continue;
            if (i - start > best.Length)
                best = literal[start..i];
            start = i + 1;
        }

        return best;
    }

    /// <summary>
    /// A byte that the text cannot do without and that a log of numbers and few words seldom holds: one cheap scan rejects such a log's
    /// lines.
    /// </summary>
    private static byte RarestByte(string text)
    {
        const string RarestFirst = "zqxvwyghmulsjkroptbdfcaeni_-9876543210.";
        return (byte)RarestFirst.First(c => text.Contains(c, StringComparison.OrdinalIgnoreCase));
    }

    private static DimensionIndex Index(IReadOnlyList<(RuleEvent Event, Predicate Necessary)> rules, Dimension dimension) =>
        new(dimension.Size, [.. rules.Select(r => Projection.Of(r.Necessary, dimension))]);
}
