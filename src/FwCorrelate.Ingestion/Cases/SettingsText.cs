// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Yaml;

namespace FwCorrelate.Ingestion.Cases;

/// <summary>
/// The one document of a file of settings; unlike rules, of which a broken one costs itself, settings are read whole or not at all.
/// </summary>
internal static class SettingsText
{
    /// <summary>UTF-8 bytes of a file.</summary>
    public const int MaxBytes = YamlReader.MaxBytes;

    /// <param name="name">The file as messages name it.</param>
    /// <returns>Null for an empty file.</returns>
    /// <exception cref="ConfigurationException">The text is not such YAML; the message starts with <c>file:line:column</c>.</exception>
    public static YamlNode? Read(string text, string name)
    {
        if (text.Length > MaxBytes)
            throw new ConfigurationException($"{name}:1:1: the file has more than {MaxBytes} characters.");
        var read = YamlReader.Read(text);
        if (read.Faults is [var fault, ..])
            throw new ConfigurationException($"{name}:{fault.At.Line}:{fault.At.Column}: {fault.What} {fault.Do}");
        if (read.Documents is [_, var second, ..])
            throw new ConfigurationException(
                $"{name}:{second.Position.Line}:{second.Position.Column}: a second document starts here: a settings file holds one.");
        return read.Documents is [var document] ? document : null;
    }
}
