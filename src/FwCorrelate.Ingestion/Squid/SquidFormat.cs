// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Squid;

/// <summary>Squid's access log in the forms that come with it, and in those that sandboxes of agents configure.</summary>
internal sealed class SquidFormat : MappedFormat
{
    public SquidFormat()
        : base(SquidLog.Layout) =>
        Forms = [() => Form(SquidLog.Native), () => Form(SquidLog.Detailed), () => Form(SquidLog.Combined), () => Form(SquidLog.Common)];

    protected override MappedRecords MakeRecords(InputFile file) => new SquidRecords(file.Source);

    private static TemplateForm Form(string template) =>
        new(template, values => SquidLog.IsResult(values["decision"]), allowsMore: template == SquidLog.Native);
}
