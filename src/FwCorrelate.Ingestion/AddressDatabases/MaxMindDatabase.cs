// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using MaxMind.Db;

namespace FwCorrelate.Ingestion.AddressDatabases;

/// <summary>
/// A file in MaxMind's format ("MaxMind DB file format specification", version 2) that tells countries or autonomous systems, with the names
/// of GeoLite2 and DB-IP: <c>country.iso_code</c>, <c>autonomous_system_number</c>, <c>autonomous_system_organization</c>.
/// </summary>
internal sealed class MaxMindDatabase
{
    // GeoIP2 City, the largest of them, has 120 MB.
    private const long MostBytes = 1L << 30;

    private readonly Reader _reader;

    private MaxMindDatabase(Reader reader) => _reader = reader;

    /// <param name="place">Where the user named the file, for messages.</param>
    /// <exception cref="ConfigurationException">There is none, or it is damaged.</exception>
    public static MaxMindDatabase Open(string path, string place)
    {
        try
        {
            if (RegularFile.LengthOf(path) is var length && length > MostBytes)
                throw new InvalidDataException($"it has {length} bytes, expected at most {MostBytes}");
            return new MaxMindDatabase(new Reader(RegularFile.OpenRead(path)));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ConfigurationException))
        {
            throw new ConfigurationException(
                $"{place}: '{path}' is no MaxMind database that can be read: {e.Message} Expected a whole .mmdb file of countries or "
                + "autonomous systems.", e);
        }
    }

    /// <summary>What the file says of an address; null where it says nothing.</summary>
    /// <exception cref="InvalidDataException">What it says there is damaged.</exception>
    public (string? Country, long? AsNumber, string? AsOrganization)? Find(IPAddress address)
    {
        try
        {
            if (_reader.Find<Dictionary<string, object>>(address) is not { } said)
                return null;
            var country = said.GetValueOrDefault("country") as IDictionary<string, object>;
            return (country is not null && country.TryGetValue("iso_code", out var code) ? code as string : null,
                said.GetValueOrDefault("autonomous_system_number") is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : null,
                said.GetValueOrDefault("autonomous_system_organization") as string);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"what a MaxMind database says of {address} is damaged: {e.Message}", e);
        }
    }
}
