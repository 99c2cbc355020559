// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using FwCorrelate.Cases;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.AddressDatabases;

/// <summary>What the databases of a case say of addresses outside its networks; of two that tell the same the first counts.</summary>
public sealed class AddressRegister : IAddressRegister
{
    // A log names few addresses again and again; a scan names many once.
    private const int MostKept = 1 << 16;

    private readonly IReadOnlyList<MaxMindDatabase> _databases;
    private readonly CaseSettings _settings;
    private readonly ConcurrentDictionary<HostAddress, AddressRegistration?> _found = new();
    private string? _damage;

    private AddressRegister(IReadOnlyList<MaxMindDatabase> databases, CaseSettings settings) => (_databases, _settings) = (databases, settings);

    public string? Damage => _damage;

    /// <summary>Opens files; null where there are none.</summary>
    /// <param name="settings">Says which networks are the case's own.</param>
    /// <param name="place">Where the user named the files, for messages.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public static AddressRegister? Open(IReadOnlyList<string> paths, CaseSettings settings, string place)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Count == 0 ? null : new AddressRegister([.. paths.Select(p => MaxMindDatabase.Open(p, place))], settings);
    }

    public AddressRegistration? Find(HostAddress address)
    {
        if (address.IsNone || address.IsName || _settings.IsInternal(address))
            return null;
        if (_found.TryGetValue(address, out var known))
            return known;
        if (_found.Count >= MostKept)
            _found.Clear();
        return _found[address] = Ask(address);
    }

    private AddressRegistration? Ask(HostAddress address)
    {
        var (country, number, organization) = ((string?)null, (long?)null, (string?)null);
        foreach (var database in _databases)
        {
            try
            {
                if (database.Find(address.ToIPAddress()) is { } said)
                    (country, number, organization) = (country ?? said.Country, number ?? said.AsNumber, organization ?? said.AsOrganization);
            }
            catch (InvalidDataException e)
            {
                Interlocked.CompareExchange(ref _damage, e.Message, null);
            }
        }

        return country is null && number is null && organization is null ? null : new AddressRegistration(country, number, organization);
    }
}
