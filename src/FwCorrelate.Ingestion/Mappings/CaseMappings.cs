// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Files;
using FwCorrelate.Ingestion.Cases;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>The mapping files of a case: <c>mappings/*.yml</c>, in the order of their names.</summary>
public static class CaseMappings
{
    /// <summary>The folder of a case that holds them.</summary>
    public const string Folder = "mappings";

    /// <summary>Whether a path relative to its case is a mapping file.</summary>
    public static bool IsOne(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return relativePath.StartsWith(Folder + "/", StringComparison.Ordinal) && relativePath.LastIndexOf('/') == Folder.Length
            && (relativePath.EndsWith(".yml", StringComparison.Ordinal) || relativePath.EndsWith(".yaml", StringComparison.Ordinal));
    }

    /// <summary>Reads those of a case folder; none where it has no such folder.</summary>
    /// <exception cref="ConfigurationException">One cannot be read or used; the message starts with its place.</exception>
    public static IReadOnlyList<CaseMapping> ReadFolder(string caseFolder)
    {
        var folder = Path.Combine(caseFolder, Folder);
        if (!Directory.Exists(folder))
            return [];
        var mappings = new List<CaseMapping>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(p => IsOne($"{Folder}/{Path.GetFileName(p)}"))
            .Order(StringComparer.Ordinal))
        {
            var mapping = ReadFile(path, mustSayFiles: true);
            if (mappings.Find(m => string.Equals(m.Name, mapping.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
                throw new ConfigurationException(
                    $"{path}: its name '{mapping.Name}' is that of {other.File}: give each a name of its own.");
            mappings.Add(mapping);
        }

        return mappings;
    }

    /// <summary>Reads one.</summary>
    /// <param name="mustSayFiles">Whether it must say which files it is about.</param>
    /// <exception cref="ConfigurationException">It cannot be read or used; the message starts with its place.</exception>
    public static CaseMapping ReadFile(string path, bool mustSayFiles = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return MappingReader.Read(Encoding.UTF8.GetString(RegularFile.ReadBytes(path, SettingsText.MaxBytes + 1))
                .TrimStart('\uFEFF'), path, mustSayFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }
}
