// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Matching;
using FwCorrelate.Serving.Delivery;

namespace FwCorrelate.Serving.Configuration;

/// <summary>Reads <c>outputs</c>: a list of places, each with a name, one kind and a route.</summary>
internal static class SinkReader
{
    private static readonly string[] Routes = ["name", "min_level", "verdicts", "runs"];
    private static readonly string[] Verdicts = [.. Enum.GetValues<Verdict>().Select(IncidentDocument.Name)];
    private static readonly string[] LevelNames = [.. Enum.GetValues<Level>().Select(l => l.Name())];

    public static IReadOnlyList<SinkSettings> Read(SettingsNode node, Func<string, string> inFolder, List<ConfiguredValue> values)
    {
        var sinks = new List<SinkSettings>();
        foreach (var item in node.Items())
        {
            var (sink, shown) = ReadOne(item, inFolder);
            if (sinks.Exists(s => s.Name == sink.Name))
                throw new ConfigurationException($"{item.Place}: {item.Path}: there is another output named '{sink.Name}': a name tells "
                    + "how far each is");
            sinks.Add(sink);
            values.Add(new ConfiguredValue(item.Path, $"{sink.Name}: {shown}", item.Place));
        }

        return sinks;
    }

    private static (SinkSettings Sink, string Shown) ReadOne(SettingsNode item, Func<string, string> inFolder)
    {
        var members = item.Members([.. Routes, "webhook", "executable", "elastic"]);
        var name = members.TryGetValue("name", out var named) ? named.Text("a name")
            : throw item.Unexpected("a map with a name and one of webhook, executable and elastic");
        var kinds = members.Keys.Except(Routes).ToList();
        if (kinds.Count != 1)
            throw item.Unexpected("exactly one of webhook, executable and elastic");
        var (sink, shown) = kinds[0] switch
        {
            "webhook" => Webhook(name, members["webhook"]),
            "executable" => Executable(name, members["executable"], inFolder),
            _ => Elastic(name, members["elastic"]),
        };
        return (sink with
        {
            MinLevel = members.TryGetValue("min_level", out var level) ? LevelOf(level) : Level.Informational,
            Verdicts = members.TryGetValue("verdicts", out var verdicts) ? [.. verdicts.Items().Select(v => OneOf(v, Verdicts))] : [],
            Runs = members.TryGetValue("runs", out var runs) ? [.. runs.Items().Select(r => r.Text("the id of a run"))] : [],
        }, shown);
    }

    private static (SinkSettings, string) Webhook(string name, SettingsNode node)
    {
        var members = node.Members("url", "secret");
        var url = members.TryGetValue("url", out var place) ? place.Text("an address") : throw node.Unexpected("a map with url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != "https" && !(uri.Scheme == "http" && uri.IsLoopback))
            || uri.UserInfo.Length > 0)
            throw place.Unexpected("an https address without a password in it (http only to this machine)");
        var secret = Secret(members, "secret");
        return (new WebhookSettings(name, uri, secret),
            $"webhook to {uri.GetLeftPart(UriPartial.Authority)}/…, {(secret is null ? "not signed" : $"signed with {secret}")}");
    }

    private static (SinkSettings, string) Executable(string name, SettingsNode node, Func<string, string> inFolder)
    {
        var members = node.Members("path", "arguments");
        var path = inFolder(members.TryGetValue("path", out var place) ? place.Text("a path") : throw node.Unexpected("a map with path"));
        if (!File.Exists(path))
            throw place.Unexpected("the path of a program that is there");
        IReadOnlyList<string> arguments = members.TryGetValue("arguments", out var list)
            ? [.. list.Items().Select(a => a.Text("an argument"))] : [];
        return (new ExecutableSettings(name, path, arguments), $"executable {path}");
    }

    private static (SinkSettings, string) Elastic(string name, SettingsNode node)
    {
        var members = node.Members("url", "api_key", "namespace");
        var url = members.TryGetValue("url", out var place) ? place.Text("an address") : throw node.Unexpected("a map with url");
        var key = Secret(members, "api_key");
        var data = members.TryGetValue("namespace", out var last) ? StoreName.Namespace(last.Text("a name")) : StoreName.DefaultNamespace;
        try
        {
            EngineEndpoint.Of([url], EngineCredentials.None, null, false);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException($"{place.Place}: {place.Path}: {e.Message}", e);
        }

        return (new ElasticSettings(name, url, key, data), $"elastic at {url}, {(key is null ? "no key" : $"key {key}")}");
    }

    private static SecretReference? Secret(Dictionary<string, SettingsNode> members, string key) => members.TryGetValue(key, out var node)
        ? SecretReference.Parse($"{node.Place}: {node.Path}", node.Text("env:NAME or file:PATH"))
        : null;

    private static Level LevelOf(SettingsNode node) => Enum.GetValues<Level>().First(l => l.Name() == OneOf(node, LevelNames));

    private static string OneOf(SettingsNode node, string[] known)
    {
        var text = node.Text(string.Join(", ", known));
        return known.Contains(text) ? text : throw node.Unexpected(string.Join(", ", known));
    }
}
