// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>One step of a dotted field name. There is one object for each name, so names are compared as references.</summary>
internal sealed class FieldName
{
    private static readonly ConcurrentDictionary<string, FieldName> Names = new(StringComparer.Ordinal);

    private FieldName(string text) => Encoded = JsonEncodedText.Encode(text, EcsDocument.WriterOptions.Encoder);

    /// <summary>As it is written.</summary>
    public JsonEncodedText Encoded { get; }

    public static FieldName Of(string text) => Names.GetOrAdd(text, t => new FieldName(t));
}

/// <summary>
/// A dotted field name, cut into its steps once. Fields are named by this program and its formats, never by data: there are few hundred.
/// </summary>
internal static class FieldPath
{
    private static readonly ConcurrentDictionary<string, FieldName[]> Paths = new(StringComparer.Ordinal);

    public static FieldName[] Of(string field) => Paths.GetOrAdd(field, f => Array.ConvertAll(f.Split('.'), FieldName.Of));
}
