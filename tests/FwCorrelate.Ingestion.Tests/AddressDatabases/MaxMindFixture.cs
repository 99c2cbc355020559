// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace FwCorrelate.Ingestion.Tests.AddressDatabases;

/// <summary>Small databases, written by hand ("MaxMind DB file format specification", version 2: IPv6 tree, records of 24 bits).</summary>
internal static class MaxMindFixture
{
    /// <param name="networks">Networks such as <c>203.0.113.0/24</c>, with what is said of them.</param>
    public static byte[] Of(params (string Network, Dictionary<string, object> Said)[] networks)
    {
        var nodes = new List<int[]> { new[] { -1, -1 } };
        var data = new MemoryStream();
        var places = new List<int>();
        foreach (var (network, said) in networks)
        {
            Insert(nodes, network, -2 - places.Count);
            places.Add((int)data.Length);
            Write(data, said);
        }

        using var file = new MemoryStream();
        foreach (var side in nodes.SelectMany(n => n))
        {
            var record = side >= 0 ? side : side == -1 ? nodes.Count : nodes.Count + 16 + places[-2 - side];
            file.Write([(byte)(record >> 16), (byte)(record >> 8), (byte)record]);
        }

        file.Write(new byte[16]);
        data.WriteTo(file);
        file.Write([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1770714000UL,
            ["database_type"] = "Test",
            ["description"] = new Dictionary<string, object> { ["en"] = "Test" },
            ["ip_version"] = (ushort)6,
            ["languages"] = new object[] { "en" },
            ["node_count"] = (uint)nodes.Count,
            ["record_size"] = (ushort)24,
        });
        return file.ToArray();
    }

    public static Dictionary<string, object> Country(string code) => new() { ["country"] = new Dictionary<string, object> { ["iso_code"] = code } };

    public static Dictionary<string, object> System(uint number, string organization) =>
        new() { ["autonomous_system_number"] = number, ["autonomous_system_organization"] = organization };

    private static void Insert(List<int[]> nodes, string network, int leaf)
    {
        var (address, length) = (IPAddress.Parse(network[..network.IndexOf('/')]), int.Parse(network[(network.IndexOf('/') + 1)..]));
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
            (bytes, length) = ([.. new byte[12], .. bytes], length + 96);
        var node = 0;
        for (var bit = 0; bit < length; bit++)
        {
            var side = (bytes[bit / 8] >> (7 - bit % 8)) & 1;
            if (bit == length - 1)
                nodes[node][side] = leaf;
            else if (nodes[node][side] < 0)
            {
                nodes.Add([-1, -1]);
                nodes[node][side] = nodes.Count - 1;
            }

            node = Math.Max(nodes[node][side], 0);
        }
    }

    private static void Write(Stream stream, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                Head(stream, 2, bytes.Length);
                stream.Write(bytes);
                break;
            case ushort number:
                Head(stream, 5, 2);
                stream.Write([(byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                Head(stream, 6, 4);
                Span<byte> four = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(four, number);
                stream.Write(four);
                break;
            case ulong number:
                Head(stream, 9, 8);
                Span<byte> eight = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(eight, number);
                stream.Write(eight);
                break;
            case object[] list:
                Head(stream, 11, list.Length);
                foreach (var item in list)
                    Write(stream, item);
                break;
            case Dictionary<string, object> map:
                Head(stream, 7, map.Count);
                foreach (var (key, member) in map)
                {
                    Write(stream, key);
                    Write(stream, member);
                }

                break;
        }
    }

    // Lengths of up to 284.
    private static void Head(Stream stream, int type, int length)
    {
        var (known, extended) = type > 7 ? (0, true) : (type, false);
        stream.WriteByte((byte)((known << 5) | Math.Min(length, 29)));
        if (extended)
            stream.WriteByte((byte)(type - 7));
        if (length >= 29)
            stream.WriteByte((byte)(length - 29));
    }
}
