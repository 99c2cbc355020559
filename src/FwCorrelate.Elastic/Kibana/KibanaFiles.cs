// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Kibana.Package;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>Kibana's part as files, for those who import by hand.</summary>
public static class KibanaFiles
{
    /// <summary>By path, with <c>/</c>. The same input gives the same bytes.</summary>
    /// <param name="version">Of the package.</param>
    public static SortedDictionary<string, byte[]> Of(KibanaSource source, IReadOnlyList<PackageStream> streams, string version) =>
        new(StringComparer.Ordinal)
        {
            ["kibana/objects.ndjson"] = KibanaObjects.ImportFile(source),
            ["kibana/rules.ndjson"] = KibanaObjects.RuleFile(source),
            [$"kibana/{IntegrationPackage.Name}-{version}.zip"] = IntegrationPackage.Zip(source, streams, version),
        };
}
