// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Cases;

namespace FwCorrelate.Serving.Configuration;

/// <summary>Settings of a file, over which the command line has the last word; or of the command line alone.</summary>
/// <param name="file">Null where there is none.</param>
/// <param name="defaults">What holds where the file says nothing.</param>
/// <param name="last">Lays the command line over it.</param>
internal sealed class SettingsFile(string? file, ServiceSettings defaults, Func<ServiceSettings, ServiceSettings> last) : ISettingsSource
{
    public string Hash()
    {
        if (file is null)
            return "";
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(RegularFile.ReadBytes(file, SettingsText.MaxBytes + 1)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    public ServiceSettings Read() => last(file is null ? defaults : ConfigurationReader.Read(file, defaults).Settings);
}
