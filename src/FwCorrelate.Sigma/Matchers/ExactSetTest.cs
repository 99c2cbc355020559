// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>One of many whole values, without case: a list of ports, names or addresses in one look-up.</summary>
internal sealed class ExactSetTest : ValueTest
{
    private readonly FrozenSet<string> _texts;
    private readonly FrozenSet<long> _integers;
    private readonly FrozenSet<HostAddress> _addresses;
    private readonly ExactTest[] _members;

    /// <param name="members">None of them cased.</param>
    public ExactSetTest(IEnumerable<ExactTest> members)
    {
        _members = [.. members];
        _texts = _members.Select(m => m.Text).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _integers = _members.Where(m => m.Integer is not null).Select(m => m.Integer!.Value).ToFrozenSet();
        _addresses = _members.Where(m => m.Address is not null).Select(m => m.Address!.Value).ToFrozenSet();
        Literals = _texts.Contains("") ? null : _texts;
    }

    public IReadOnlyList<ExactTest> Members => _members;

    public IReadOnlyCollection<HostAddress>? Addresses => _members.All(m => m.Address is not null) ? _addresses : null;

    internal override IReadOnlyCollection<long> Integers => _integers;

    internal override IReadOnlyCollection<string>? Literals { get; }

    internal override int Cost => 0;

    protected override bool Test(in FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                return _texts.Contains(value.Text);
            case FieldValueKind.Integer:
                return _integers.Contains(value.Integer);
            case FieldValueKind.Address:
                return _addresses.Contains(value.Address);
            default:
                foreach (var member in _members)
                {
                    if (member.Matches(in value))
                        return true;
                }

                return false;
        }
    }
}
