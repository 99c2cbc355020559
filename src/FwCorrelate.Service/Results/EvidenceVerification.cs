// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Service.Indices;
using FwCorrelate.Sigma;

namespace FwCorrelate.Service.Results;

/// <summary>
/// Checks a result folder against its manifest: the outputs, the inputs and rules where they can be found, and every record that is
/// named as evidence, at its place in its file.
/// </summary>
/// <remarks>A manifest proves integrity against accident, not against somebody who rewrites it too: keep its own hash elsewhere.</remarks>
public static class EvidenceVerification
{
    // The rest is counted: one changed byte early in a file shifts every record behind it.
    private const int RecordsToldPerFile = 20;

    /// <summary>All findings, outputs first; none means that everything was checked and agrees.</summary>
    /// <param name="folder">A result folder.</param>
    /// <param name="baseFolder">Where the case is now; null: where the manifest says it was.</param>
    public static IReadOnlyList<EvidenceFinding> Verify(string folder, string? baseFolder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var findings = new List<EvidenceFinding>();
        if (ManifestReader.TryRead(Path.Combine(folder, OutputFiles.Manifest), out var problem) is not { } manifest)
        {
            findings.Add(new(EvidenceProblem.ManifestUnusable, OutputFiles.Manifest, null,
                $"the manifest of {folder} cannot be used: {problem}. Expected the folder that `investigate --out` wrote, whole; run the "
                + "investigation again."));
            return findings;
        }

        CheckChain(manifest, findings);
        CheckOutputs(folder, manifest, findings);
        CheckInputs(folder, baseFolder, manifest, findings);
        return findings;
    }

    // Where a link breaks, the manifest itself was changed at that output, or before the first.
    private static void CheckChain(StoredManifest manifest, List<EvidenceFinding> findings)
    {
        if (manifest.Links.Count == 0)
            return;
        var links = HashChain.Of(manifest.Inputs, manifest.Rules, manifest.Outputs);
        var broken = links.Zip(manifest.Links).Index().Where(l => l.Item.First != l.Item.Second).Select(l => (int?)l.Index)
            .FirstOrDefault();
        if (manifest.Links.Count != links.Count || broken is not null)
        {
            findings.Add(new(EvidenceProblem.ManifestUnusable, OutputFiles.Manifest, null, string.Create(CultureInfo.InvariantCulture,
                $"the chain of hashes breaks at {(broken is { } at ? at == 0 ? $"the inputs, the rules or {manifest.Outputs[0].Path}" : manifest.Outputs[at].Path : "an output without a link")}: the manifest was changed after it was written.")));
        }
    }

    private static void CheckOutputs(string folder, StoredManifest manifest, List<EvidenceFinding> findings)
    {
        foreach (var output in manifest.Outputs)
        {
            // A name with a path in it would be read from elsewhere; our manifests hold none.
            var found = output.Path == Path.GetFileName(output.Path) ? TryHash(folder, output.Path) : null;
            if (found is null)
                findings.Add(
                    new(EvidenceProblem.OutputMissing, output.Path, null, "the manifest names this result, but it is not in the folder."));
            else if (Differs(found, output))
                findings.Add(new(EvidenceProblem.OutputChanged, output.Path, null,
                    $"the result was changed after it was written: {Difference(found, output)}."));
        }

        var known = manifest.Outputs.Select(o => o.Path).Append(OutputFiles.Manifest).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal))
        {
            if (known.Contains(name))
                continue;
            findings.Add(OutputFiles.All.Contains(name, StringComparer.Ordinal)
                ? new(EvidenceProblem.OutputAdded, name, null,
                    "the manifest does not know this result: it was added after the folder was written.")
                : new(EvidenceProblem.NotChecked, name, null, "not one of the result's files; the manifest says nothing about it."));
        }
    }

    private static void CheckInputs(string folder, string? baseFolder, StoredManifest manifest, List<EvidenceFinding> findings)
    {
        var root = baseFolder ?? manifest.CasePath;
        if (root.Length > 0 && !Directory.Exists(root))
        {
            findings.Add(new(EvidenceProblem.InputMissing, root, null,
                $"the case is not there, so none of {manifest.Inputs.Count} inputs and no record could be checked: name the folder that it "
                + "is in now with --case DIR."));
            return;
        }

        foreach (var rule in manifest.Rules)
            CheckRule(root, rule, findings);
        var records = EvidenceRecords.Read(folder);
        foreach (var input in manifest.Inputs)
            CheckInput(root, input, records[input.Path], findings);
        var unknown = records.Select(r => r.Key).Except(manifest.Inputs.Select(i => i.Path), StringComparer.Ordinal);
        foreach (var file in unknown.Order(StringComparer.Ordinal))
            findings.Add(
                new(EvidenceProblem.RecordDiffers, file, null, "evidence is named in this file, but the manifest lists no such input."));
    }

    // A shipped rule is carried by the program; others are named as they were given on the command line.
    private static void CheckRule(string root, ManifestFile rule, List<EvidenceFinding> findings)
    {
        if (ShippedRules.Files.FirstOrDefault(f => f.Path == rule.Path) is { } shipped)
        {
            if (shipped.Sha256 != rule.Sha256)
                findings.Add(new(EvidenceProblem.NotChecked, rule.Path, null,
                    "this version of the program carries another rule of that name; the hash of the one used stands in the manifest."));
        }
        else if ((TryHash(root, rule.Path) ?? TryHash(Directory.GetCurrentDirectory(), rule.Path)) is not { } found)
            findings.Add(new(EvidenceProblem.NotChecked, rule.Path, null, "the rule file is not here; its hash stands in the manifest."));
        else if (Differs(found, rule))
            findings.Add(new(EvidenceProblem.InputChanged, rule.Path, null, $"the rule was changed since: {Difference(found, rule)}."));
    }

    private static void CheckInput(string root, ManifestFile input, IEnumerable<RecordOrigin> records, List<EvidenceFinding> findings)
    {
        if (input.Path == "-")
        {
            findings.Add(new(EvidenceProblem.NotChecked, input.Path, null, "it was read from standard input, which nobody kept."));
            return;
        }

        if (IndexPattern.IsOne(input.Path))
        {
            findings.Add(new(EvidenceProblem.NotChecked, input.Path, null,
                "it was read from an index, which may have changed since; each record names its document and its hash."));
            return;
        }

        if (input.Sha256.Length == 0)
        {
            findings.Add(new(EvidenceProblem.NotChecked, input.Path, null,
                "it could not be read when the result was written, so there is no hash to compare with."));
            return;
        }

        if (TryHash(root, input.Path) is not { } found)
        {
            findings.Add(new(EvidenceProblem.InputMissing, input.Path, null,
                $"the input is not in {(root.Length > 0 ? root : "the current folder")}: name the folder that the case is in now with "
                + "--case DIR."));
            return;
        }

        if (Differs(found, input))
            findings.Add(new(
                EvidenceProblem.InputChanged, input.Path, null, $"the input is not the file that was read: {Difference(found, input)}."));
        CheckRecords(Path.Combine(root, input.Path), input, [.. records], findings);
    }

    private static void CheckRecords(string path, ManifestFile input, IReadOnlyList<RecordOrigin> records, List<EvidenceFinding> findings)
    {
        if (records.Count == 0)
            return;
        try
        {
            using var text = ForwardText.Open(path);
            if (text is null)
            {
                findings.Add(new(EvidenceProblem.NotChecked, input.Path, null,
                    string.Create(CultureInfo.InvariantCulture,
                        $"{records.Count} records in it were not looked up: the file is in a container that is not unpacked here.")));
                return;
            }

            Tell(input.Path, [.. records.Where(r => !text.HasRecord(r.Offset, r.Sha256))], findings);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            findings.Add(new(EvidenceProblem.RecordDiffers, input.Path, null, $"its records cannot be read: {failure.Message}"));
        }
    }

    private static void Tell(string path, List<RecordOrigin> wrong, List<EvidenceFinding> findings)
    {
        foreach (var record in wrong.Take(RecordsToldPerFile))
        {
            findings.Add(new(EvidenceProblem.RecordDiffers, path, record.Line, string.Create(CultureInfo.InvariantCulture,
                $"the record at offset {record.Offset} does not have the SHA-256 {record.Sha256} that the result tells.")));
        }

        if (wrong.Count > RecordsToldPerFile)
        {
            findings.Add(new(EvidenceProblem.RecordDiffers, path, null, string.Create(CultureInfo.InvariantCulture,
                $"{wrong.Count - RecordsToldPerFile} more records differ.")));
        }
    }

    private static ManifestFile? TryHash(string folder, string path)
    {
        try
        {
            return File.Exists(Path.Combine(folder, path)) ? ManifestFile.OfFile(folder, path) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Differs(ManifestFile found, ManifestFile expected) =>
        found.Bytes != expected.Bytes || !string.Equals(found.Sha256, expected.Sha256, StringComparison.OrdinalIgnoreCase);

    private static string Difference(ManifestFile found, ManifestFile expected) => string.Create(
        CultureInfo.InvariantCulture,
        $"found {found.Bytes} bytes with SHA-256 {found.Sha256}, expected {expected.Bytes} bytes with {expected.Sha256}");
}
