// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>Functions made of vocabularies: what the readers and <see cref="FlowDocument"/> ask in C#, asked of the same tables.</summary>
internal static class WordFunctions
{
    /// <summary>What a document says of a kind, an action, a direction or a protocol.</summary>
    public static string OfDocuments { get; } = string.Join('\n',
        TextOf("firstType", Enum.GetValues<RecordKind>(), k => FlowDocument.Types(k, FirewallAction.Unknown)[0]),
        TextOf("verdictType", Enum.GetValues<FirewallAction>(),
            a => FlowDocument.Types(RecordKind.Flow, a) is [_, var verdict] ? verdict : null),
        TextOf("eventKind", Enum.GetValues<RecordKind>(), k => k == RecordKind.Alert ? FlowDocument.AlertKind : FlowDocument.FlowKind),
        TextOf("lossOf", Enum.GetValues<RecordKind>(), k => FlowDocument.Loss(k, isSampled: false)),
        TextOf("actionName", Enum.GetValues<FirewallAction>(), a => a.Name()),
        TextOf("directionName", Enum.GetValues<FlowDirection>(), FlowDocument.DirectionName),
        ProtocolName(),
        Flag("hasPorts", CommunityId.HasPorts),
        Flag("isIcmp", CommunityId.IsIcmp),
        IcmpCounterpart());

    /// <summary>A function from a word to its value; -1 for a word that is none.</summary>
    public static string NumberOf<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct, Enum
    {
        var function = new StringBuilder($"int {name}(String word) {{\n");
        foreach (var (word, value) in words)
            function.Append(CultureInfo.InvariantCulture, $"if (word == {PainlessScript.Quoted(word)}) {{ return {Number(value)}; }}\n");
        return function.Append("return -1;\n}").ToString();
    }

    /// <summary>The same of a table, which tells whether capitals matter.</summary>
    public static string NumberOf<T>(string name, WordTable<T> words)
        where T : struct, Enum
    {
        var function = new StringBuilder($"int {name}(String text) {{\nString word = text{(words.IgnoresCase ? ".toLowerCase()" : "")};\n");
        foreach (var (word, value) in words.Words)
            function.Append(CultureInfo.InvariantCulture, $"if (word == {PainlessScript.Quoted(word)}) {{ return {Number(value)}; }}\n");
        return function.Append("return -1;\n}").ToString();
    }

    /// <summary>A function from text to whether it is one of the words.</summary>
    public static string IsOneOf(string name, IEnumerable<string> words) =>
        $"boolean {name}(String word) {{\nreturn {string.Join(" || ", words.Select(w => "word == " + PainlessScript.Quoted(w)))};\n}}";

    private static string TextOf<T>(string name, T[] values, Func<T, string?> text)
        where T : struct, Enum
    {
        var function = new StringBuilder($"String {name}(int value) {{\n");
        foreach (var value in values)
        {
            if (text(value) is { Length: > 0 } word)
                function.Append(
                    CultureInfo.InvariantCulture, $"if (value == {Number(value)}) {{ return {PainlessScript.Quoted(word)}; }}\n");
        }

        return function.Append("return null;\n}").ToString();
    }

    private static string ProtocolName()
    {
        var named = Enum.GetValues<TransportProtocol>().Where(p => p.Name().Length > 0 && !char.IsAsciiDigit(p.Name()[0]));
        return TextOf("knownProtocolName", [.. named], p => p.Name())
            + "\nString protocolName(int value) {\nString known = knownProtocolName(value);\nreturn known == null ? "
                + "Integer.toString(value) : known;\n}";
    }

    private static string Flag(string name, Func<TransportProtocol, bool> test)
    {
        var numbers = Enumerable.Range(0, 256).Where(n => test((TransportProtocol)n));
        return $"boolean {name}(int value) {{\nreturn {string.Join(" || ", numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"value == {n}")))};\n}}";
    }

    private static string IcmpCounterpart()
    {
        var function = new StringBuilder("int icmpCounterpart(int protocol, int type) {\n");
        foreach (var protocol in (TransportProtocol[])[TransportProtocol.Icmp, TransportProtocol.IcmpV6])
        {
            for (var type = 0; type < 256; type++)
            {
                if (CommunityId.Counterpart((byte)type, protocol) is { } counterpart)
                    function.Append(
                        CultureInfo.InvariantCulture, $"if (protocol == {(byte)protocol} && type == {type}) {{ return {counterpart}; }}\n");
            }
        }

        return function.Append("return -1;\n}").ToString();
    }

    private static long Number<T>(T value)
        where T : struct, Enum => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
