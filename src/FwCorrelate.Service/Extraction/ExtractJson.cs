// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FwCorrelate.Service.Extraction;

/// <summary>JSON as logs and traces write it: nothing is escaped that need not be.</summary>
internal static class ExtractJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };
}
