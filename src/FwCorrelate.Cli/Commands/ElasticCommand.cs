// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic</c>: the commands about an Elasticsearch or OpenSearch of the user's.</summary>
internal sealed class ElasticCommand : Command
{
    public ElasticCommand(CommandContext context)
        : base("elastic", "Install into Elasticsearch or OpenSearch, check it, and store results there")
    {
        Add(new ElasticInstallCommand(context));
        Add(new ElasticUninstallCommand(context));
        Add(new ElasticDiffCommand(context));
        Add(new ElasticBuildCommand(context));
        Add(new ElasticDoctorCommand(context));
        Add(new ElasticVerifyCommand(context));
        Add(new ElasticPushCommand(context));
    }
}
