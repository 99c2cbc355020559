// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Service.Results;
using FwCorrelate.Serving.Correlation;
using FwCorrelate.Serving.State;

namespace FwCorrelate.Serving.Delivery;

/// <summary>
/// <c>incidents.jsonl</c>: one line a revision, only appended to. The length up to which it is ours is remembered with what was delivered:
/// what
/// a crash wrote beyond is the beginning of what is to be written now, so that no line stands twice or half.
/// </summary>
/// <param name="revisions">All revisions so far, for a file that was deleted or cut short by others.</param>
internal sealed class IncidentFile(string folder, Func<IEnumerable<Revision>> revisions) : ISink
{
    private readonly string _file = Path.Combine(folder, OutputFiles.Incidents);

    public string Name => $"file:{Path.GetFullPath(folder)}";

    public bool StartsAtTheBeginning => true;

    public int MostAtOnce => 200;

    public bool Wants(Revision revision) => true;

    public Task<string> DeliverAsync(IReadOnlyList<Revision> revisions, string place, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            if (new FileInfo(_file).LinkTarget is not null)
                throw new DeliveryFailedException($"{_file} is a link, and nothing behind a link is written to: remove it");
            return Task.FromResult(Append(revisions, place).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (StateFailedException.Explains(e))
        {
            throw new DeliveryFailedException($"{_file}: {e.Message.TrimEnd('.')}", e);
        }
    }

    private long Append(IReadOnlyList<Revision> news, string place)
    {
        using var stream = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        var length = place.Length == 0 ? 0 : long.Parse(place, CultureInfo.InvariantCulture);
        var isWhole = stream.Length >= length;
        var lines = isWhole ? Lines(news) : Lines(Before(news).Concat(news));
        var start = isWhole ? length : 0;
        var there = Shared(stream, start, lines);
        stream.SetLength(start + there);
        stream.Position = start + there;
        stream.Write(lines.AsSpan((int)there));
        stream.Flush(flushToDisk: true);
        return start + lines.Length;
    }

    private IEnumerable<Revision> Before(IReadOnlyList<Revision> news)
    {
        var first = news.Count > 0 ? (news[0].Id, news[0].Number) : default;
        return revisions().TakeWhile(r => (r.Id, r.Number) != first);
    }

    private static byte[] Lines(IEnumerable<Revision> revisions) =>
        Encoding.UTF8.GetBytes(string.Concat(revisions.Select(r => r.Document + "\n")));

    private static long Shared(FileStream stream, long start, byte[] lines)
    {
        var there = new byte[(int)Math.Min(lines.Length, Math.Max(0, stream.Length - start))];
        stream.Position = start;
        stream.ReadExactly(there);
        return there.AsSpan().CommonPrefixLength(lines);
    }
}
