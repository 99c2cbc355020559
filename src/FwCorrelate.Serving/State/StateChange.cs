// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Serving.State;

/// <summary>One entry of the state as it is to be; several are committed together or not at all.</summary>
/// <param name="Kind">What it is an entry of.</param>
/// <param name="Key">Unique within its kind; ordinal order is the order of reading.</param>
/// <param name="Document">JSON; null where the entry is to go.</param>
internal sealed record StateChange(string Kind, string Key, string? Document)
{
    public static StateChange Put<T>(string kind, string key, T value) =>
        new(kind, key, JsonSerializer.Serialize(value, StateJson.Options));

    public static StateChange Delete(string kind, string key) => new(kind, key, null);
}
