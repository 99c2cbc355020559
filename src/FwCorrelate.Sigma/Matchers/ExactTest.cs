// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>
/// A whole value. Numbers and truth values are compared as text (Sigma rules specification 2.1, "General"): 4625 equals "4625".
/// Integers are never compared through a double; addresses are equal in any spelling.
/// </summary>
internal sealed class ExactTest : ValueTest
{
    private readonly string _text;
    private readonly bool _cased;
    private readonly long? _integer;
    private readonly double? _real;
    private readonly HostAddress? _address;

    public ExactTest(string text, bool cased)
    {
        (_text, _cased) = (text, cased);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            && integer.ToString(CultureInfo.InvariantCulture) == text)
            _integer = integer;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            _real = real;
        if (HostAddress.TryParse(text, out var address))
            _address = address;
    }

    public string Text => _text;

    public bool IsCased => _cased;

    public long? Integer => _integer;

    public double? Real => _real;

    public HostAddress? Address => _address;

    internal override IReadOnlyCollection<long> Integers => _integer is { } integer ? [integer] : [];

    internal override IReadOnlyCollection<string>? Literals => _text.Length > 0 ? [_text] : null;

    internal override int Cost => 0;

    protected override bool Test(in FieldValue value) => value.Kind switch
    {
        FieldValueKind.Text => value.Text.Equals(_text, _cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
        FieldValueKind.Integer => _integer == value.Integer,
        FieldValueKind.Real => _real is { } real && real.Equals(value.Real),
        FieldValueKind.Address => _address is { } address && address == value.Address,
        FieldValueKind.Boolean => _text.Equals(value.Boolean ? "true" : "false", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
