// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Envoy;

/// <summary>Envoy's access log as text of its default format or Istio's, or as JSON lines with the names of its operators.</summary>
internal sealed class EnvoyFormat : MappedFormat
{
    public EnvoyFormat()
        : base(EnvoyLog.Layout) => Forms = [() => Form(EnvoyLog.Istio), () => Form(EnvoyLog.Default)];

    protected override MappedRecords MakeRecords(InputFile file) => new EnvoyRecords(file.Source);

    private static TemplateForm Form(string template) =>
        new(template, values => int.TryParse(values["response_code"], out _) && values["start_time"].Length >= 19, allowsMore: true);
}
