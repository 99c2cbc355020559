// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// Where a record stands: file, line and offset, or the document of an index (design, sections 6 and 9). The document's names stand under
/// <c>origin</c>, since <c>index</c> beside them is the number of a tuple.
/// </summary>
internal static class OriginFields
{
    /// <param name="prefix">What stands before the names, with its dot.</param>
    public static EcsDocument Add(EcsDocument document, string prefix, RecordOrigin origin)
    {
        if (origin.Document is { } place)
        {
            document.Set(prefix + "origin.index", place.Index).Set(prefix + "origin.id", place.Id).Set(prefix + "index", origin.Index);
        }
        else
        {
            document.Set(prefix + "file", origin.File).Set(prefix + "line", origin.Line).Set(prefix + "index", origin.Index)
                .Set(prefix + "offset", origin.Offset);
        }

        return document.Set(prefix + "sha256", origin.Sha256);
    }
}
