// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Documents;
using FwCorrelate.Files;
using FwCorrelate.Sigma;

namespace FwCorrelate.Service.Results.Export;

/// <summary>
/// One incident as a folder, or a zip, that proves itself: raw records, what was made of them, rules, settings, ledger, manifest, a
/// statement for people, hashes and a script that checks them. The same result gives the same bytes.
/// </summary>
public static class EvidenceExport
{
    private static readonly DateTimeOffset Undated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it and tells its seal and what is missing in it, in words.</summary>
    /// <param name="root">Where the case is.</param>
    /// <param name="target">A folder to make, or a file whose name ends in <c>.zip</c>.</param>
    /// <exception cref="ConfigurationException">The target exists.</exception>
    public static (string Seal, IReadOnlyList<string> Missing) Write(
        ResultFolder folder, StoredDocument incident, string root, string target)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (Path.Exists(target))
            throw new ConfigurationException($"{target}: it exists, and evidence is never overwritten. Choose another name with --to.");
        var missing = new List<string>();
        var files = Collect(folder, incident, root, missing);
        if (target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            WriteZip(target, files);
        else
            WriteFolder(target, files);
        return (HashOf(files[VerifyScript.Sums]), missing);
    }

    private static SortedDictionary<string, byte[]> Collect(ResultFolder folder, StoredDocument incident, string root, List<string> missing)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var records = RawRecords.Read(incident, root);
        foreach (var record in records)
        {
            if (record.Content is { } content)
                files[record.Name] = content;
            else
                missing.Add($"{record.Role} {record.Origin}: {record.Problem}");
        }

        files["records.csv"] = Table(records);
        files["incident.json"] = Text(incident.Line + "\n");
        files["attributions.jsonl"] = Text(string.Concat(AttributionsOf(folder, incident).Select(a => a.Line + "\n")));
        AddRules(folder, incident, root, files, missing);
        AddSettings(folder, root, files, missing);
        foreach (var name in new[] { OutputFiles.Ledger, OutputFiles.Manifest })
            files[name] = File.ReadAllBytes(Path.Combine(folder.Path, name));
        files["STATEMENT.txt"] = Text(new ExportStatement(folder, incident, records, missing).Write());
        var used = records.Select(r => r.Origin.File).ToHashSet(StringComparer.Ordinal);
        files[VerifyScript.Name] = Text(
            VerifyScript.Of(records, [.. folder.Inputs.Where(i => used.Contains(i.Path) && i.Sha256.Length > 0)]));
        files[VerifyScript.Sums] = Text(string.Concat(files.Select(f => $"{HashOf(f.Value)}  {f.Key}\n")));
        files[VerifyScript.Seal] = Text($"{HashOf(files[VerifyScript.Sums])}  -\n");
        return files;
    }

    private static IEnumerable<StoredDocument> AttributionsOf(ResultFolder folder, StoredDocument incident)
    {
        var wanted = incident.Parts(OwnFields.Evidence).Select(e => (e.Text("sha256"), e.Text("file"), e.Text("line"), e.Text("index")))
            .ToHashSet();
        var hashes = wanted.Select(w => w.Item1 ?? "").ToHashSet(StringComparer.Ordinal);
        const string record = OwnFields.Record + ".";
        return folder.Attributions(l => RecordHashes.AnyIn(l, hashes)).Where(
            a => wanted.Contains((a.Text(record + "sha256"), a.Text(record + "file"), a.Text(record + "line"), a.Text(record + "index"))));
    }

    // The files that hold the rules which matched, as the manifest knows them.
    private static void AddRules(
        ResultFolder folder, StoredDocument incident, string root, SortedDictionary<string, byte[]> files, List<string> missing)
    {
        foreach (var rule in incident.Parts(OwnFields.Rules))
        {
            var id = rule.Text("id") ?? "";
            var content = folder.Rules.Select(r => ContentOf(r, root)).FirstOrDefault(c => c is not null
                && c.AsSpan().IndexOf(Text(id)) >= 0);
            if (content is null)
                missing.Add($"rule {id} ({rule.Text("title")}): the file that was used is not here");
            else
                files[$"rules/{string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'))}.yml"] = content;
        }
    }

    private static byte[]? ContentOf(ManifestFile rule, string root)
    {
        if (ShippedRules.Files.FirstOrDefault(f => f.Path == rule.Path && f.Sha256 == rule.Sha256) is { } shipped)
            return shipped.Content.ToArray();
        foreach (var path in new[] { Path.Combine(root, rule.Path), Path.GetFullPath(rule.Path) }.Where(File.Exists))
        {
            var content = RegularFile.ReadBytes(path, 1 << 20);
            if (HashOf(content) == rule.Sha256)
                return content;
        }

        return null;
    }

    private static void AddSettings(ResultFolder folder, string root, SortedDictionary<string, byte[]> files, List<string> missing)
    {
        foreach (var input in folder.Inputs.Where(i => i.Path is "case.yml" or "case.yaml"))
        {
            var path = Path.Combine(root, input.Path);
            if (File.Exists(path) && RegularFile.ReadBytes(path, 1 << 24) is var content && HashOf(content) == input.Sha256)
                files["settings/case.yml"] = content;
            else
                missing.Add($"{input.Path}: not there, or not the one that was read");
        }
    }

    private static byte[] Table(IReadOnlyList<ExportedRecord> records)
    {
        var text = new StringBuilder("name,role,file,line,index,offset,sha256,found\n");
        foreach (var record in records)
        {
            var origin = record.Origin;
            text.Append(CultureInfo.InvariantCulture, $"{record.Name},{record.Role},\"{origin.File.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{origin.Line},{origin.Index},{origin.Offset},{origin.Sha256},{(record.Content is null ? "no" : "yes")}\n");
        }

        return Text(text.ToString());
    }

    private static void WriteFolder(string target, SortedDictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static void WriteZip(string target, SortedDictionary<string, byte[]> files)
    {
        using var zip = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            var entry = zip.CreateEntry($"{Path.GetFileNameWithoutExtension(target)}/{name}", CompressionLevel.Optimal);
            entry.LastWriteTime = Undated;
            using var stream = entry.Open();
            stream.Write(content);
        }
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
