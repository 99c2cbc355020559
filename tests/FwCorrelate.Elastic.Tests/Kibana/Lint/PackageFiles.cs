// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace FwCorrelate.Elastic.Tests.Kibana.Lint;

/// <summary>The files of a package by path, read from its zip; tests break one at a time.</summary>
internal sealed class PackageFiles
{
    private readonly SortedDictionary<string, byte[]> _files;

    private PackageFiles(IEnumerable<KeyValuePair<string, byte[]>> files, string root)
    {
        _files = new SortedDictionary<string, byte[]>(files.ToDictionary(), StringComparer.Ordinal);
        Root = root;
    }

    /// <summary>The one folder at the top of the zip.</summary>
    public string Root { get; }

    public IReadOnlyDictionary<string, byte[]> All => _files;

    public IEnumerable<string> Paths => _files.Keys;

    public static PackageFiles Of(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using (var source = entry.Open())
                source.CopyTo(content);
            files.Add(entry.FullName, content.ToArray());
        }

        var roots = files.Keys.Select(f => f.Split('/')[0]).Distinct().ToArray();
        Assert.HasCount(1, roots, "a package lies in one folder");
        return new PackageFiles(files.Select(f => KeyValuePair.Create(f.Key[(roots[0].Length + 1)..], f.Value)), roots[0]);
    }

    public PackageFiles With(string path, string? content) => With(path, content is null ? null : Encoding.UTF8.GetBytes(content));

    public PackageFiles With(string path, byte[]? content)
    {
        var files = new PackageFiles(_files, Root);
        if (content is null)
            files._files.Remove(path);
        else
            files._files[path] = content;
        return files;
    }

    public PackageFiles WithEmpty(IEnumerable<string> paths) => new(_files.Concat(paths.Select(p => KeyValuePair.Create<string, byte[]>(p, []))), Root);

    public PackageFiles Replacing(string path, string old, string replacement)
    {
        var text = Text(path);
        Assert.Contains(old, text, $"{path} has no such text to break");
        return With(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public string Text(string path) => Encoding.UTF8.GetString(_files[path]);

    public IEnumerable<string> Under(string folder, string extension = "") =>
        Paths.Where(p => p.StartsWith(folder, StringComparison.Ordinal) && p.EndsWith(extension, StringComparison.Ordinal));

    public IEnumerable<string> DataStreams =>
        Under("data_stream/").Select(p => p.Split('/')).Where(p => p.Length > 2).Select(p => p[1]).Distinct();

    /// <summary>A JSON file, or a YAML file as the JSON that it stands for; null where there is none.</summary>
    public JsonNode? Node(string path)
    {
        if (!_files.TryGetValue(path, out var content))
            return null;
        if (path.EndsWith(".json", StringComparison.Ordinal))
            return JsonNode.Parse(content);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text(path)));
        return yaml.Documents.Count == 0 ? null : Json(yaml.Documents[0].RootNode);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new JsonException($"A package's YAML has no {node.NodeType}."),
    };
}
