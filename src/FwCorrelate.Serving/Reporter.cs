// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Results;
using FwCorrelate.Serving.Correlation;

namespace FwCorrelate.Serving;

/// <summary>Writes the report, the attributions, the ledger and the manifest of the newest result beside the revisions.</summary>
internal sealed class Reporter(ResultSlot results, string folder)
{
    /// <returns>Whether something was written.</returns>
    /// <exception cref="OutputFailedException">The files are as they were; it is safe to try again.</exception>
    public bool Report()
    {
        if (!File.Exists(Path.Combine(folder, OutputFiles.Incidents)) || results.Take() is not { } result)
            return false;
        try
        {
            OutputFolder.WriteBesideRevisions(result, folder);
        }
        catch
        {
            results.GiveBack(result);
            throw;
        }

        result.Dispose();
        return true;
    }
}
