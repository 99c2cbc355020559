// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Network;

namespace FwCorrelate.Cli.Options;

/// <summary><c>ADDRESS[:PORT]</c>; an IPv6 address with a port stands in brackets.</summary>
internal sealed class AddressArgument
{
    private readonly Argument<string> _address = new("ADDRESS")
    {
        Description = "An address, with :PORT where it is known ([2001:db8::7]:443)",
    };

    public void AddTo(Command command) => command.Add(_address);

    /// <exception cref="ConfigurationException">It is none.</exception>
    public (HostAddress Address, int? Port) Read(ParseResult parsed) => Parse(parsed.GetRequiredValue(_address));

    internal static (HostAddress Address, int? Port) Parse(string text)
    {
        if (OptionText.Address(text) is { } read)
            return read;
        var colon = text.LastIndexOf(':');
        throw new ConfigurationException(colon > 0 && OptionText.Address(text[..colon]) is not null
            ? $"'{text[(colon + 1)..]}' is no port: expected 1 to 65535"
            : $"'{text}' is no address: expected one such as 203.0.113.7, 203.0.113.7:22 or [2001:db8::7]:443");
    }
}
