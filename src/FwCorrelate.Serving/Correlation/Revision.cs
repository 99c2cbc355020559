// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NodaTime;

namespace FwCorrelate.Serving.Correlation;

/// <summary>One statement about an incident, on its way out.</summary>
/// <param name="Id">Of the incident.</param>
/// <param name="Number">From 1 within it.</param>
/// <param name="Level">Of its leading rule.</param>
/// <param name="Verdict">As documents name it.</param>
/// <param name="Run">Training run, where known.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Document">The ECS document, on one line.</param>
internal sealed record Revision(
    string Id, int Number, Matching.Level Level, string Verdict, string? Run, string Summary, string Document, Instant At)
{
    public const string Kind = "revision";

    /// <summary>Keys in the order in which revisions were made.</summary>
    public static string KeyOf(long sequence) => sequence.ToString("D15", CultureInfo.InvariantCulture);

    public static long SequenceOf(string key) => key.Length == 0 ? 0 : long.Parse(key, CultureInfo.InvariantCulture);
}
