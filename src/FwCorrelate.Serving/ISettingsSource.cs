// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving;

/// <summary>Where settings come from, and may change while the service runs.</summary>
public interface ISettingsSource
{
    /// <summary>A hash of what they are made of; empty where nothing can change.</summary>
    string Hash();

    /// <summary>Reads and checks all of them.</summary>
    /// <exception cref="Cases.ConfigurationException">They cannot be used.</exception>
    ServiceSettings Read();
}
