// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>A piece of what a container printed.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>, which are written one between the other.</param>
/// <param name="IsEnd">Whether the printed line ends here; runtimes cut lines at 16 KiB.</param>
internal readonly record struct PrintedText(string Stream, ReadOnlyMemory<byte> Text, bool IsEnd);

/// <summary>
/// Lines of container logs: Docker's json-file driver (<c>{"log":"…\n","stream":"stdout","time":"…"}</c>) and the CRI's log format of
/// containerd and CRI-O (<c>TIME stdout F …</c>, Kubernetes' "CRI: Logging").
/// </summary>
internal static class ContainerLines
{
    /// <summary>Whether a text seems to be a container's log in which spans were printed.</summary>
    public static bool HoldSpans(ReadOnlySpan<byte> head)
    {
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[..end] : head;
        return (IsDockerLine(line) || IsRuntimeLine(line))
            && (head.IndexOf("resourceSpans"u8) >= 0 || (head.IndexOf("context"u8) >= 0 && head.IndexOf("trace_id"u8) >= 0));
    }

    public static bool IsRuntimeLine(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        return space is > 19 and < 40 && line[..space].IndexOf((byte)'T') == 10
            && (line[(space + 1)..].StartsWith("stdout "u8) || line[(space + 1)..].StartsWith("stderr "u8))
            && line.Length > space + 9 && line[space + 8] is (byte)'F' or (byte)'P' && line[space + 9] == (byte)' ';
    }

    /// <summary>What was printed; null where the line is no container's.</summary>
    public static PrintedText? Read(ReadOnlyMemory<byte> line)
    {
        if (IsRuntimeLine(line.Span))
        {
            var space = line.Span.IndexOf((byte)' ');
            return new PrintedText(
                Encoding.ASCII.GetString(line.Span.Slice(space + 1, 6)), line[(space + 10)..], line.Span[space + 8] == (byte)'F');
        }

        return IsDockerLine(line.Span) ? ReadDockerLine(line) : null;
    }

    private static bool IsDockerLine(ReadOnlySpan<byte> line)
    {
        var start = line.IndexOf("\"log\""u8);
        return start is > 0 and < 8 && line[0] == (byte)'{';
    }

    private static PrintedText? ReadDockerLine(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = LenientJson.Parse(line);
            var entry = document.RootElement;
            if (!entry.TryGetProperty("log", out var log) || log.ValueKind != JsonValueKind.String)
                return null;
            var stream = entry.TryGetProperty("stream", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
            var text = log.GetString()!;
            return new PrintedText(stream, Encoding.UTF8.GetBytes(text.TrimEnd('\n')), text.EndsWith('\n'));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
