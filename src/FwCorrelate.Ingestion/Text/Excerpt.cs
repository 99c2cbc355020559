// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Text out of an input, short enough for a message. It is hostile until escaped where it is shown.</summary>
internal static class Excerpt
{
    private const int Longest = 80;

    public static string Of(ReadOnlySpan<byte> text) =>
        text.Length <= Longest ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..Longest]) + "…";

    public static string Of(string text) => text.Length <= Longest ? text : text[..Longest] + "…";

    /// <summary>The sentence that rejects a value.</summary>
    public static string Unexpected(string name, ReadOnlySpan<byte> value, string expectation) =>
        value.IsEmpty ? $"{name} is missing, expected {expectation}" : $"{name} is '{Of(value)}', expected {expectation}";
}
