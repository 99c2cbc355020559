// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Kibana.Package;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic build</c>: what install sends, as files, and the same as an integration package.</summary>
internal sealed class ElasticBuildCommand : CliCommand
{
    private readonly Option<string> _out = new("--out") { Description = "A new or empty folder", HelpName = "DIR", Required = true };
    private readonly RetentionOption _retention = new();

    public ElasticBuildCommand(CommandContext context)
        : base("build", "Write what install sends, and the roles, as files for those who install by hand", context)
    {
        Add(_out);
        _retention.AddTo(this);
        Examples = ["elastic build --out assets/"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_out);
        var retention = _retention.Read(parsed);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new ConfigurationException($"--out {folder} is not empty: expected a new or empty folder");
        var version = Application.Version.Split('+')[0];
        var files = InstallFiles.Of(InstallSet.All(ShippedPipelines.Set, retention))
            .Concat(KibanaFiles.Of(KibanaSource.Shipped, StoreStreams.Of(ShippedPipelines.Set, retention), version)).ToArray();
        foreach (var (path, content) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        Say($"{folder}: {PageText.Count(files.Length, "file")}; requests.txt in each engine's folder tells the order, kibana/ is for its "
            + "import pages");
        return ExitCode.Done;
    }
}
