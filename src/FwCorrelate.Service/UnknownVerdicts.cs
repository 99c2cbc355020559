// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service;

/// <summary>Says that a log uses words of verdicts which mean nothing here.</summary>
public static class UnknownVerdicts
{
    /// <param name="words">Hostile until escaped.</param>
    public static string Warning(string file, IEnumerable<string> words) =>
        $"{file}: the verdict {string.Join(", ", words.Select(w => $"'{w}'"))} is not known: its records count neither as blocked nor as "
            + "let through";
}
