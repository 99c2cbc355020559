// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.Eve;

/// <summary>
/// What a <c>dns</c> event says was asked for and which addresses answered it, in whichever version it is written: one event an answer
/// (1: <c>rrname</c>, <c>rdata</c>), one a message (2: <c>rrname</c>, <c>answers</c>, <c>grouped</c>), with the questions in a list (3:
/// <c>queries</c>). Answers that are no addresses, such as texts that hold some, tell none.
/// </summary>
internal static class EveAnswers
{
    /// <summary>Columns that no event has and several make.</summary>
    public const string Question = "dns.question";
    public const string Addresses = "dns.addresses";

    /// <summary>Whether a column is one of the two, below the path of the events; <paramref name="path"/> is that path.</summary>
    public static bool IsOne(string column, out string path)
    {
        var name = column.EndsWith(Question, StringComparison.Ordinal) ? Question : Addresses;
        path = column.EndsWith(name, StringComparison.Ordinal) ? column[..^name.Length] : "";
        return column.Length == path.Length + name.Length && column.EndsWith(name, StringComparison.Ordinal);
    }

    public static bool TryGet(
        ReadOnlySpan<byte> record, string column, string path, MemberRecords<FlowRole>.Lookup lookup, out string value)
    {
        value = column.EndsWith(Question, StringComparison.Ordinal)
            ? lookup(record, path + "dns.rrname", out var name) ? name
                : lookup(record, path + "dns.queries", out var queries) ? TextsOf(queries, "rrname", _ => true).FirstOrDefault("") : ""
            : AddressesOf(record, path, lookup);
        return value.Length > 0;
    }

    private static string AddressesOf(ReadOnlySpan<byte> record, string path, MemberRecords<FlowRole>.Lookup lookup)
    {
        var found = new List<string>();
        if (lookup(record, path + "dns.rdata", out var single) && lookup(record, path + "dns.rrtype", out var type) && IsAddress(type))
            found.Add(single);
        if (lookup(record, path + "dns.answers", out var answers))
            found.AddRange(TextsOf(answers, "rdata", a => a.TryGetProperty("rrtype", out var t) && IsAddress(t.ToString())));
        foreach (var family in (string[])["A", "AAAA"])
        {
            if (lookup(record, $"{path}dns.grouped.{family}", out var grouped))
                found.AddRange(TextsOf(grouped, "", _ => true));
        }

        return string.Join(' ', found.Distinct(StringComparer.Ordinal));
    }

    private static bool IsAddress(string type) => type is "A" or "AAAA";

    /// <summary>Texts of a list, or of one member of each of its objects; none where it is no such list.</summary>
    private static List<string> TextsOf(string list, string member, Func<JsonElement, bool> isAsked)
    {
        try
        {
            using var document = JsonDocument.Parse(list);
            return document.RootElement.ValueKind != JsonValueKind.Array ? [] :
            [
                .. document.RootElement.EnumerateArray()
                    .Where(e => e.ValueKind == (member.Length == 0 ? JsonValueKind.String : JsonValueKind.Object) && isAsked(e))
                    .Select(e => member.Length == 0 ? e.GetString() : e.TryGetProperty(member, out var text) ? text.ToString() : null)
                    .OfType<string>(),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair.
            return [];
        }
    }
}
