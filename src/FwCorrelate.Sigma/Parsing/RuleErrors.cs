// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Collects what is wrong with one file, so that one run reports everything.</summary>
internal sealed class RuleErrors(string file)
{
    private readonly List<RuleError> _all = [];

    public string File => file;

    public IReadOnlyList<RuleError> All => _all;

    public int Count => _all.Count;

    public void Add(Position at, string what, string todo, RuleErrorKind kind = RuleErrorKind.Invalid) =>
        _all.Add(new RuleError(kind, file, at.Line, at.Column, what, todo));
}
