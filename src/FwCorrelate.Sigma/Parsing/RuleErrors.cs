// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Collects what is wrong with one file, so that one run reports everything.</summary>
internal sealed class RuleErrors(string file)
{
    private readonly List<RuleError> _all = [];

    public string File => file;

    public IReadOnlyList<RuleError> All => _all;

    public int Count => _all.Count;

    /// <summary>The documents of a text; what is wrong with the others is added.</summary>
    public IReadOnlyList<YamlNode> Documents(string text)
    {
        var read = YamlReader.Read(text);
        foreach (var fault in read.Faults)
            Add(fault.At, fault.What, fault.Do);
        return read.Documents;
    }

    public void Add(Position at, string what, string todo, RuleErrorKind kind = RuleErrorKind.Invalid) =>
        _all.Add(new RuleError(kind, file, at.Line, at.Column, what, todo));
}
