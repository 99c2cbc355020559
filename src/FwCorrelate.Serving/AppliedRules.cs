// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Serving;

/// <summary>Which rules and settings are in use, and since when.</summary>
/// <param name="Hash">Of rules, settings and options together.</param>
/// <param name="RulePack">Of the rules alone, as manifests name it.</param>
/// <param name="Refused">Why newer files are not applied; null where they are.</param>
internal sealed record AppliedRules(string Hash, string RulePack, Instant At, string? Refused)
{
    public const string Kind = "rules";
    public const string Key = "last";
}
