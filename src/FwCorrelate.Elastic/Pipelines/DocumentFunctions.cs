// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>
/// The functions <c>describe</c> and <c>vendor</c>, which turn a record into the document that <see cref="FlowDocument"/> makes of it:
/// generated from the same tables, field by field.
/// </summary>
internal static class DocumentFunctions
{
    private const string TellsDirections = "record[$Bytes] >= 0L && record[$BytesReceived] >= 0L";

    private static readonly string Sampled = PainlessScript.Quoted(FlowDocument.Loss(RecordKind.Flow, isSampled: true));
    private static readonly string Unsampled = PainlessScript.Quoted(FlowDocument.Loss(RecordKind.Flow, isSampled: false));

    public static string Of(ScriptedColumns columns) => Vendor(columns) + "\n" + Describe(columns);

    private static string Describe(ScriptedColumns columns)
    {
        var function = new StringBuilder($"void describe(Map document, long[] record, String raw, {columns.Parameters}) {{\n");
        function.Append("""
            begin(document, raw);
            String sha256 = raw.sha256();
            identify(document, sha256);
            int kind = (int) record[$Kind];
            int action = (int) record[$Action];
            int protocol = (int) record[$Protocol];
            boolean hasSource = !isNone(record, $Source);
            boolean hasDestination = !isNone(record, $Destination);
            String start = stamp(record[$Start], record[$StartNanoseconds]);
            String end = record[$End] == record[$Start] && record[$EndNanoseconds] == record[$StartNanoseconds] ? start : stamp(record[$End], record[$EndNanoseconds]);

            """);
        function.Append(CultureInfo.InvariantCulture,
            $"String community = community(record, {columns.Column(LogFormat.IcmpTypeColumn)}, "
            + $"{columns.Column(LogFormat.IcmpCodeColumn)});\n");

        function.Append("List networks = new ArrayList();\n");
        foreach (var column in columns.Format.NetworkColumns)
            function.Append(CultureInfo.InvariantCulture, $"addNetwork(networks, {columns.Column(column)});\n");

        // What a shipper may have set already is the record's to tell.
        foreach (var field in Fields.Where(f => IsLeftToVendor(f.Value)))
            function.Append(CultureInfo.InvariantCulture,
                $"forget(document, {PainlessScript.Quoted(field.Name.Split('.')[0])}, {PainlessScript.Quoted(Leaf(field.Name))});\n");
        foreach (var field in Fields)
            function.Append(Statement(field, columns));
        function.Append(CultureInfo.InvariantCulture, $"if (kind == {(int)RecordKind.Alert}) {{ moveToAlerts(document); }}\n");
        return function.Append('}').ToString();
    }

    private static IEnumerable<FlowField> Fields => FlowField.Plain.Concat(FlowField.Record);

    // Set only where the vendor's columns have not.
    private static bool IsLeftToVendor(FlowValue value) =>
        value is FlowValue.Action or FlowValue.NetworkDirection or FlowValue.CloudProvider;

    private static string Statement(FlowField field, ScriptedColumns columns)
    {
        if (field.Value == FlowValue.VendorFields)
            return $"vendor(document, {columns.Arguments});\n";
        if (Value(field.Value, columns) is not var (guard, expression))
            return "";
        var leaf = PainlessScript.Quoted(Leaf(field.Name));
        if (IsLeftToVendor(field.Value))
            guard = $"{guard} && !{Parent(field.Name)}.containsKey({leaf})";
        var put = $"{Parent(field.Name)}.put({leaf}, {expression});";
        return guard is null ? put + "\n" : $"if ({guard}) {{ {put} }}\n";
    }

    // What a file's record has and a document in an index has not is null: the index and the id stand for it.
    private static (string? Guard, string Expression)? Value(FlowValue value, ScriptedColumns columns) => value switch
    {
        FlowValue.Start => (null, "start"),
        FlowValue.End => (null, "end"),
        FlowValue.Duration => (null, "(record[$End] - record[$Start]) * 1000000000L + record[$EndNanoseconds] - record[$StartNanoseconds]"),
        FlowValue.EcsVersion => (null, PainlessScript.Quoted(EcsDocument.EcsVersion)),
        FlowValue.EventKind => (null, "eventKind(kind)"),
        FlowValue.Category => (null,
            $"kind == {(int)RecordKind.Alert} ? {List(FlowDocument.AlertCategory)} : {List(FlowDocument.FlowCategory)}"),
        FlowValue.Types => (null, "verdictType(action) == null ? [firstType(kind)] : [firstType(kind), verdictType(action)]"),
        FlowValue.Hash => (null, "sha256"),
        FlowValue.Original => (null, "raw"),
        FlowValue.SourceAddress => ("hasSource", "addressText(record[$Source], record[$SourceLow])"),
        FlowValue.SourcePort => ("hasSource && hasPorts(protocol) && record[$SourcePort] != 0L", "record[$SourcePort]"),
        FlowValue.DestinationAddress => ("hasDestination", "addressText(record[$Destination], record[$DestinationLow])"),
        FlowValue.DestinationPort => ("hasDestination && hasPorts(protocol)", "record[$DestinationPort]"),
        FlowValue.Transport => ("protocol != 0", "protocolName(protocol)"),
        FlowValue.ProtocolNumber => ("protocol != 0", "Integer.toString(protocol)"),
        FlowValue.NetworkType => ("hasSource", "isIPv4(record[$Source], record[$SourceLow]) ? 'ipv4' : 'ipv6'"),
        FlowValue.Bytes => ("record[$Bytes] >= 0L", "record[$Bytes]"),
        FlowValue.BytesSent => Opener(columns, TellsDirections, "record[$Bytes] - record[$BytesReceived]"),
        FlowValue.BytesReceived => Opener(columns, TellsDirections, "record[$BytesReceived]"),
        FlowValue.Packets => ("record[$Packets] >= 0L", "record[$Packets]"),
        FlowValue.CommunityId => ("community != null", "community"),
        FlowValue.Action => ($"action != {(int)FirewallAction.Unknown}", "actionName(action)"),
        FlowValue.NetworkDirection => ("hasSource && hasDestination", "directionName((int) record[$Direction])"),
        FlowValue.CloudProvider => columns.Format.CloudProvider is { } provider ? ("true", PainlessScript.Quoted(provider)) : null,
        FlowValue.Index => (null, "0L"),
        FlowValue.Direction => (null, "directionName((int) record[$Direction])"),
        FlowValue.Loss => (null, $"record[$Sampled] == 1L && lossOf(kind) == {Unsampled} ? {Sampled} : lossOf(kind)"),
        FlowValue.Format => (null, PainlessScript.Quoted(columns.Format.Name)),
        FlowValue.TcpFlags => ("record[$TcpFlags] >= 0L", "record[$TcpFlags]"),
        FlowValue.Initiator => Opener(columns, null, "'source'"),
        FlowValue.Networks => ("!networks.isEmpty()", "networks"),
        FlowValue.File or FlowValue.Line or FlowValue.Offset => null,
        _ => throw new InvalidOperationException($"No script tells how {value} is made."),
    };

    // What is told only where the source opened the connection: a log tells it of all its records, or each record of itself.
    private static (string? Guard, string Expression)? Opener(ScriptedColumns columns, string? guard, string expression) =>
        columns.RecordsTellOpener ? (guard is null ? "record[$Initiator] == 1L" : "record[$Initiator] == 1L && " + guard, expression)
        : columns.Format.SourceIsInitiator ? (guard, expression) : null;

    // As VendorFields places them: of columns that map to one field, the first that is present, and where it is to be a number is one.
    private static string Vendor(ScriptedColumns columns)
    {
        var function = new StringBuilder($"void vendor(Map document, {columns.Parameters}) {{\nString text = null;\ndef number = null;\n");
        foreach (var field in columns.Format.Mappings.GroupBy(m => m.EcsField))
        {
            var mappings = field.ToList();
            if (FlowField.Plain.Any(f => f.Name == field.Key && !IsLeftToVendor(f.Value)) || VendorFields.IsArray(field.Key)
                || mappings.Any(m => m.Type != mappings[0].Type))
                throw new InvalidOperationException($"No script places {field.Key} of {columns.Format.Name}.");
            if (mappings[0].Type == FieldType.Number)
            {
                function.Append(Numbers(field.Key, mappings.Select(m => columns.Column(m.Column))));
                continue;
            }

            function.Append(CultureInfo.InvariantCulture, $"text = {columns.Column(mappings[0].Column)};\n");
            foreach (var mapping in mappings.Skip(1))
                function.Append(CultureInfo.InvariantCulture, $"if (text == null) {{ text = {columns.Column(mapping.Column)}; }}\n");
            function.Append(Placed(field.Key, mappings[0].Type));
        }

        return function.Append('}').ToString();
    }

    private static string Numbers(string field, IEnumerable<string> texts)
    {
        var leaf = PainlessScript.Quoted(Leaf(field));
        var list = string.Join(", ", texts);
        return $"number = firstNumber([{list}]);\nif (number != null) {{ {Parent(field)}.put({leaf}, number); }}\n";
    }

    private static string Placed(string field, FieldType type)
    {
        var put = $"{Parent(field)}.put({PainlessScript.Quoted(Leaf(field))}, ";
        return type switch
        {
            FieldType.Keyword => $"if (text != null) {{ {put}text); }}\n",
            FieldType.Address when field.EndsWith(".ip", StringComparison.Ordinal) =>
                $"if (text != null) {{ String plain = plainAddress(text); if (plain != null) {{ {put}plain); }} else {{ "
                    + $"{Parent(field)}.put('address', text); }} }}\n",
            _ => throw new InvalidOperationException($"No script places {field} as {type}."),
        };
    }

    private static string Parent(string field)
    {
        var expression = "document";
        foreach (var step in field.Split('.')[..^1])
            expression = $"child({expression}, {PainlessScript.Quoted(step)})";
        return expression;
    }

    private static string Leaf(string field) => field[(field.LastIndexOf('.') + 1)..];

    private static string List(IEnumerable<string> words) => "[" + string.Join(", ", words.Select(PainlessScript.Quoted)) + "]";
}
