// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Ocsf;

/// <summary>OCSF events, one JSON object a line, and OpenShell's one-line form of them.</summary>
internal sealed class OcsfFormat : MappedFormat
{
    public OcsfFormat()
        : base(OcsfLog.Layout) => Forms = [() => new OpenShellForm()];

    protected override MappedRecords MakeRecords(InputFile file) => new OcsfRecords(file.Source);
}
