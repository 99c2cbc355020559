// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cases;

/// <summary>Wrong usage or configuration, found before any work: exit code 3. The message is for users.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException()
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
