// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>Which of the vendor's logs a record is of, asked of its bytes.</summary>
internal static class CloudFirewallKind
{
    private static readonly byte[][] IntrusionTopics = Bytes(CloudFirewallLog.IntrusionTopics);
    private static readonly byte[][] VpcBorder = Bytes(CloudFirewallLog.VpcBorder);
    private static readonly byte[] IntrusionSuffix = Encoding.UTF8.GetBytes(CloudFirewallLog.IntrusionSuffix);
    private static readonly byte[] NameRequests = Encoding.UTF8.GetBytes(CloudFirewallLog.NameRequests);
    private static readonly byte[] TrafficTopic = Encoding.UTF8.GetBytes(CloudFirewallLog.TrafficTopic);

    /// <summary>Whether a log is of the intrusion prevention system.</summary>
    public static bool IsIntrusionLog(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        IsOneOf(topic, IntrusionTopics) || logType.EndsWith(IntrusionSuffix);

    /// <summary>Whether a log is at the VPC border, where <c>direction</c> is always <c>out</c> and says nothing.</summary>
    public static bool IsVpcBorder(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        IsOneOf(topic, VpcBorder) || IsOneOf(logType, VpcBorder);

    /// <summary>Whether a log may lack what makes a flow: DNS requests, TLS inspection, application control.</summary>
    public static bool MayLackFlow(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        logType.SequenceEqual(NameRequests) || (!topic.IsEmpty && !topic.SequenceEqual(TrafficTopic) && !IsIntrusionLog(topic, logType));

    /// <summary>All zeros stand for no rule.</summary>
    public static bool IsRule(ReadOnlySpan<byte> id) => id.IndexOfAnyExcept((byte)'0', (byte)'-') >= 0;

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.SequenceEqual(word))
                return true;
        }

        return false;
    }

    private static byte[][] Bytes(IEnumerable<string> words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
