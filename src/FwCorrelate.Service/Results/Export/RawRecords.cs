// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Service.Indices;

namespace FwCorrelate.Service.Results.Export;

/// <summary>Fetches the records that an incident names out of the case's files, each by its place and its hash.</summary>
internal static class RawRecords
{
    /// <summary>In the order of the incident.</summary>
    /// <param name="root">The case's folder.</param>
    public static IReadOnlyList<ExportedRecord> Read(StoredDocument incident, string root)
    {
        var wanted = incident.Parts(OwnFields.Evidence).Select(e => (Role: e.Text("role") ?? "", Origin: OriginOf(e))).ToList();
        var found = new Dictionary<RecordOrigin, (byte[]? Content, bool IsWholeLine, string? Problem)>();
        foreach (var file in wanted.Where(w => w.Origin is not null).GroupBy(w => w.Origin!.File, StringComparer.Ordinal))
            ReadFile(Path.Combine(root, file.Key), [.. file.Select(w => w.Origin!).Distinct().OrderBy(o => o.Offset)], found);
        return [.. wanted.Index().Select(w => Make(w.Index, w.Item.Role, w.Item.Origin, found))];
    }

    private static ExportedRecord Make(
        int index, string role, RecordOrigin? origin, Dictionary<RecordOrigin, (byte[]? Content, bool IsWholeLine, string? Problem)> found)
    {
        if (origin is null)
            return new ExportedRecord(role, new RecordOrigin("", 0, 0, 0, ""), null, "it was read from an index, which nobody kept");
        var (content, isWholeLine, problem) = found.GetValueOrDefault(origin, (null, false, "it was not looked for"));
        return new ExportedRecord(role, origin, content, problem)
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"records/{index + 1:00000}.{role}"),
            IsWholeLine = isWholeLine,
            HasItsHash = content is not null && Convert.ToHexStringLower(SHA256.HashData(content)) == origin.Sha256,
        };
    }

    private static void ReadFile(string path, IReadOnlyList<RecordOrigin> origins, Dictionary<RecordOrigin, (byte[]?, bool, string?)> found)
    {
        try
        {
            using var text = ForwardText.Open(path);
            foreach (var origin in origins)
            {
                var content = text?.Find(origin.Offset, origin.Sha256);
                found[origin] =
                    (content, text?.IsWholeLine ?? false,
                        content is not null ? null : text is null ? "its file is in a container that is not unpacked here"
                            : "the record at its place is another one: the file was changed");
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            foreach (var origin in origins)
                found[origin] = (null, false,
                    failure is FileNotFoundException or DirectoryNotFoundException ? "its file is not there" : failure.Message);
        }
    }

    private static RecordOrigin? OriginOf(StoredDocument evidence) =>
        evidence.Text("file") is { } file && file != "-" && !IndexPattern.IsOne(file) && !Path.IsPathRooted(file)
            && !file.Split('/').Contains("..")
        && evidence.Text("sha256") is { } hash && evidence.Number("line") is { } line && evidence.Number("offset") is { } offset
            ? new RecordOrigin(file, (long)line, (int)(evidence.Number("index") ?? 0), (long)offset, hash) : null;
}
