// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;

namespace FwCorrelate.Incidents;

/// <summary>
/// Every record counted to its end (design, section 6): read = parsed + rejected + ignored; parsed = no_data + duplicate +
/// out_of_range + evaluated; evaluated = matched + unmatched; matched = tool_call + candidates + sandbox + none + unknown_address.
/// Late and suppressed are marks on matched records; late are those beyond what can be held, which are counted and not laid on calls.
/// </summary>
public sealed class Ledger
{
    public long Read { get; set; }

    public long Parsed { get; set; }

    public long Rejected { get; set; }

    public long Ignored { get; set; }

    /// <summary>
    /// Documents of an index that cannot matter, so that they were left there; null for files, of which everything is read.
    /// </summary>
    public long? NotFetched { get; set; }

    public long NoData { get; set; }

    public long Duplicate { get; set; }

    public long OutOfRange { get; set; }

    public long Evaluated { get; set; }

    public long Matched { get; set; }

    public long Unmatched { get; set; }

    public long ToolCall { get; set; }

    public long Candidates { get; set; }

    public long Sandbox { get; set; }

    public long None { get; set; }

    public long UnknownAddress { get; set; }

    public long Late { get; set; }

    public long Suppressed { get; set; }

    /// <summary>Counters by their names in <c>ledger.json</c>, in the order of the sums.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counters =>
    [
        new("read", Read), new("parsed", Parsed), new("rejected", Rejected), new("ignored", Ignored),
        .. NotFetched is { } left ? [new("not_fetched", left)] : ReadOnlySpan<KeyValuePair<string, long>>.Empty,
        new("no_data", NoData), new("duplicate", Duplicate), new("out_of_range", OutOfRange), new("evaluated", Evaluated),
        new("matched", Matched), new("unmatched", Unmatched),
        new("tool_call", ToolCall), new("candidates", Candidates), new("sandbox", Sandbox), new("none", None),
        new("unknown_address", UnknownAddress), new("late", Late), new("suppressed", Suppressed),
    ];

    /// <summary>The sums that do not hold, in words; empty when the ledger adds up.</summary>
    public IReadOnlyList<string> Discrepancies()
    {
        var wrong = new List<string>();
        Check("read", Read, NotFetched is null ? "parsed + rejected + ignored" : "parsed + rejected + ignored + not_fetched",
            Parsed + Rejected + Ignored + (NotFetched ?? 0));
        Check("parsed", Parsed, "no_data + duplicate + out_of_range + evaluated", NoData + Duplicate + OutOfRange + Evaluated);
        Check("evaluated", Evaluated, "matched + unmatched", Matched + Unmatched);
        Check("matched", Matched, "tool_call + candidates + sandbox + none + unknown_address",
            ToolCall + Candidates + Sandbox + None + UnknownAddress);
        return wrong;

        void Check(string name, long whole, string parts, long sum)
        {
            if (whole != sum)
                wrong.Add($"{name} is {whole}, but {parts} is {sum}");
        }
    }

    public void Add(Ledger other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Read += other.Read;
        Parsed += other.Parsed;
        Rejected += other.Rejected;
        Ignored += other.Ignored;
        if (other.NotFetched is { } left)
            NotFetched = (NotFetched ?? 0) + left;
        NoData += other.NoData;
        Duplicate += other.Duplicate;
        OutOfRange += other.OutOfRange;
        Evaluated += other.Evaluated;
        Matched += other.Matched;
        Unmatched += other.Unmatched;
        ToolCall += other.ToolCall;
        Candidates += other.Candidates;
        Sandbox += other.Sandbox;
        None += other.None;
        UnknownAddress += other.UnknownAddress;
        Late += other.Late;
        Suppressed += other.Suppressed;
    }

    /// <summary>Counts matched records by what is said of their cause.</summary>
    public void CountMatched(AttributionKind kind, long count = 1)
    {
        Matched += count;
        switch (kind)
        {
            case AttributionKind.ToolCall: ToolCall += count; break;
            case AttributionKind.Candidates: Candidates += count; break;
            case AttributionKind.Sandbox: Sandbox += count; break;
            case AttributionKind.None: None += count; break;
            default: UnknownAddress += count; break;
        }
    }
}
