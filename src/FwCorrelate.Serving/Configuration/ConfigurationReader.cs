// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Cases;
using NodaTime;

namespace FwCorrelate.Serving.Configuration;

/// <summary>
/// Reads <c>service.yml</c>. Whatever it does not know or cannot use is an error with file and line; paths are relative to the file.
/// </summary>
internal sealed class ConfigurationReader
{
    private static readonly string[] Keys =
    [
        "case", "logs", "timeline", "leases", "gpu", "log_format", "rules", "default_rules", "out", "state", "listen", "outputs",
        .. DurationSetting.All.Select(d => d.Key),
    ];

    private readonly string _file;
    private readonly string _folder;
    private readonly List<ConfiguredValue> _values = [];
    private readonly Dictionary<string, SettingsNode> _members;

    private ConfigurationReader(string file, Dictionary<string, SettingsNode> members)
    {
        (_file, _members) = (file, members);
        _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
    }

    /// <param name="defaults">What holds where the file says nothing.</param>
    /// <exception cref="ConfigurationException">The file cannot be read or used.</exception>
    public static ServiceConfiguration Read(string file, ServiceSettings defaults)
    {
        try
        {
            if (!File.Exists(file))
                throw new ConfigurationException($"{file}: no such file");
            var text = Encoding.UTF8.GetString(RegularFile.ReadBytes(file, SettingsText.MaxBytes + 1)).TrimStart('\uFEFF');
            return Read(text, file, defaults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{file}: {e.Message}", e);
        }
    }

    /// <param name="file">As messages name it; paths are relative to its folder.</param>
    public static ServiceConfiguration Read(string text, string file, ServiceSettings defaults)
    {
        var members = SettingsText.Read(text, file) is { } root ? new SettingsNode(root, file, "").Members(Keys) : [];
        var reader = new ConfigurationReader(file, members);
        return new ServiceConfiguration(reader.Apply(defaults), reader._values);
    }

    private ServiceSettings Apply(ServiceSettings settings)
    {
        var inputs = settings.Investigation with
        {
            CasePath = Text("case", settings.Investigation.CasePath, "a case folder", isPath: true),
            Logs = Texts("logs", settings.Investigation.Logs, isPath: true),
            Timelines = Texts("timeline", settings.Investigation.Timelines, isPath: true),
            Leases = Texts("leases", settings.Investigation.Leases, isPath: true),
            Gpu = Texts("gpu", settings.Investigation.Gpu, isPath: true),
            LogFormat = Text("log_format", settings.Investigation.LogFormat, "the name of a format", isPath: false),
            Rules = Texts("rules", settings.Investigation.Rules, isPath: true),
            NoDefaultRules = !Flag("default_rules", !settings.Investigation.NoDefaultRules),
        };
        if (inputs.CasePath is not null && inputs.Logs.Count + inputs.Timelines.Count + inputs.Leases.Count + inputs.Gpu.Count > 0)
        {
            throw new ConfigurationException($"{_file}: 'case' and 'logs', 'timeline', 'leases' or 'gpu' are both given: "
                + "expected a case folder or the lists, not both");
        }

        if (inputs.LogFormat is { } format)
            inputs.Formats.Force(format);
        settings = settings with
        {
            OutputFolder = Text("out", settings.OutputFolder, "a folder", isPath: true)!,
            StateFolder = Text("state", _members.ContainsKey("out") ? null : settings.StateFolder, "a folder", isPath: true)
                ?? Path.Combine(InFolder(_members["out"].Text("a folder")), ".state"),
        };
        foreach (var duration in DurationSetting.All)
            settings = duration.Set(settings, Span(duration, duration.Get(settings)));
        settings = settings with { Investigation = inputs with { OutputFolder = settings.OutputFolder } };
        if (_members.TryGetValue("listen", out var listen))
            settings = settings with { Listen = ListenReader.Read(listen, _values) };
        if (_members.TryGetValue("outputs", out var outputs))
            settings = settings with { Sinks = SinkReader.Read(outputs, InFolder, _values) };
        return settings;
    }

    private string InFolder(string path) => Path.Combine(_folder, path);

    private void Note(string key, string? text, SettingsNode? node)
    {
        if (text is not null)
            _values.Add(new ConfiguredValue(key, text, node is null ? "default" : node.KeyPlace));
    }

    private string? Text(string key, string? otherwise, string expectation, bool isPath)
    {
        var node = _members.GetValueOrDefault(key);
        var text = node?.Text(expectation);
        var value = text is null ? otherwise : isPath ? InFolder(text) : text;
        Note(key, value, node);
        return value;
    }

    private IReadOnlyList<string> Texts(string key, IReadOnlyList<string> otherwise, bool isPath)
    {
        var node = _members.GetValueOrDefault(key);
        IReadOnlyList<string> values = node is null ? otherwise
            : [.. node.Items().Select(i => i.Text("a path")).Select(t => isPath ? InFolder(t) : t)];
        if (values.Count > 0)
            Note(key, $"[{string.Join(", ", values)}]", node);
        return values;
    }

    private bool Flag(string key, bool otherwise)
    {
        var node = _members.GetValueOrDefault(key);
        var value = node is null ? otherwise : node.Text("true or false") switch
        {
            "true" => true,
            "false" => false,
            _ => throw node.Unexpected("true or false"),
        };
        Note(key, value ? "true" : "false", node);
        return value;
    }

    private Duration Span(DurationSetting setting, Duration otherwise)
    {
        var node = _members.GetValueOrDefault(setting.Key);
        var value = node?.Duration() ?? otherwise;
        if (value < setting.Least)
            throw node!.Unexpected($"a duration of at least {WordsOf(setting.Least)}");
        Note(setting.Key, WordsOf(value), node);
        return value;
    }

    private static string WordsOf(Duration duration) => DurationWords.Of(duration);
}
