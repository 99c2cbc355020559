// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Ocsf;

/// <summary>
/// OpenShell's one-line form of OCSF events: <c>STAMP OCSF NET:OPEN [MED] DENIED /usr/bin/curl(64) -&gt; host:443 [policy:- engine:opa]
/// [reason:…]</c>, or <c>HTTP:GET [INFO] ALLOWED GET http://host/path […]</c>; <c>openshell logs</c> puts the stamp and the stream in
/// brackets (NVIDIA OpenShell, "Sandbox Logging"). What tells of something else than traffic is passed over.
/// </summary>
internal sealed class OpenShellForm : LineForm
{
    private static readonly byte[][] Verdicts = ["ALLOWED"u8.ToArray(), "DENIED"u8.ToArray(), "BLOCKED"u8.ToArray()];
    private static readonly byte[] Net = "NET:"u8.ToArray();
    private static readonly byte[] Http = "HTTP:"u8.ToArray();
    private static readonly byte[] Arrow = "-> "u8.ToArray();

    public override bool IsHeader(ReadOnlySpan<byte> line) =>
        EventOf(line) is var at && (at < 0 || VerdictOf(line[at..], out _) < 0 || line.IndexOf("[msg:"u8) >= 0);

    public override bool Recognises(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if ((line.IndexOf(" OCSF "u8) > 0 || line.IndexOf("[ocsf]"u8) > 0) && StampOf(line).Length > 8
                && line[0] is not ((byte)'{' or (byte)'"'))
                return true;
        }

        return false;
    }

    public override string? Cut<TSink>(ReadOnlySpan<byte> line, ref TSink sink)
    {
        var at = EventOf(line);
        if (at < 0)
            return $"the line '{Excerpt.Of(line)}' tells no NET or HTTP event";
        sink.Take("time"u8, StampOf(line));
        var told = line[at..];
        sink.Take("class_uid"u8, told.StartsWith(Net) ? "NET"u8 : "HTTP"u8);
        sink.Take("activity_name"u8, UpTo(told[(told.IndexOf((byte)':') + 1)..], (byte)' '));
        var verdict = VerdictOf(told, out var word);
        if (verdict < 0)
            return $"the line '{Excerpt.Of(line)}' tells no verdict, expected ALLOWED or DENIED";
        sink.Take("action"u8, word);
        var rest = told[(verdict + word.Length)..].TrimStart((byte)' ');
        var brackets = rest.IndexOf(" ["u8);
        TakeTarget(brackets < 0 ? rest : rest[..brackets], told.StartsWith(Net), ref sink);
        TakeReasons(brackets < 0 ? default : rest[brackets..], ref sink);
        return null;
    }

    private static void TakeTarget<TSink>(ReadOnlySpan<byte> text, bool isConnection, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        var arrow = text.IndexOf(Arrow);
        if (arrow >= 0)
        {
            var actor = text[..arrow].TrimEnd((byte)' ');
            var pid = actor.LastIndexOf((byte)'(');
            sink.Take("actor.process.name"u8, pid < 0 ? actor : actor[..pid]);
            sink.Take("actor.process.pid"u8, pid < 0 ? default : actor[(pid + 1)..].TrimEnd((byte)')'));
            text = text[(arrow + Arrow.Length)..];
        }
        else if (!isConnection && text.IndexOf((byte)' ') is var blank and > 0)
        {
            sink.Take("http_request.http_method"u8, text[..blank]);
            text = text[(blank + 1)..];
        }

        sink.Take("dst_endpoint.domain"u8, UpTo(text, (byte)' '));
    }

    private static void TakeReasons<TSink>(ReadOnlySpan<byte> text, ref TSink sink)
        where TSink : ICellSink, allows ref struct
    {
        if (text.IndexOf("policy:"u8) is var policy and >= 0)
            sink.Take("firewall_rule.name"u8, UpTo(text[(policy + 7)..], (byte)' '));
        if (text.IndexOf("reason:"u8) is var reason and >= 0)
            sink.Take("status_detail"u8, UpTo(text[(reason + 7)..], (byte)']'));
    }

    private static int EventOf(ReadOnlySpan<byte> line)
    {
        var net = line.IndexOf(Net);
        var at = net >= 0 ? net : line.IndexOf(Http);
        return at > 0 && line[at - 1] == (byte)' ' && line[..at].IndexOf("ocsf"u8) + line[..at].IndexOf("OCSF"u8) > -2 ? at : -1;
    }

    private static int VerdictOf(ReadOnlySpan<byte> told, out ReadOnlySpan<byte> word)
    {
        foreach (var known in Verdicts)
        {
            if (told.IndexOf(known) is var at and >= 0)
            {
                word = told.Slice(at, known.Length);
                return at;
            }
        }

        word = default;
        return -1;
    }

    // "2026-04-01T04:04:13.058Z OCSF …" or "[1783046573.602] [sandbox] …".
    private static ReadOnlySpan<byte> StampOf(ReadOnlySpan<byte> line) =>
        line is [(byte)'[', .. var behind] ? UpTo(behind, (byte)']') : UpTo(line, (byte)' ');

    private static ReadOnlySpan<byte> UpTo(ReadOnlySpan<byte> text, byte end) => text.IndexOf(end) is var at and >= 0 ? text[..at] : text;
}
