// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>Reads transcripts as a case does: recognised by content first.</summary>
internal static class Transcript
{
    public static TimelineReading Read(string format, params string[] texts) => Read(format, CaseSettings.Default, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    public static TimelineReading Read(string format, CaseSettings settings, params byte[][] files)
    {
        var stored = files.Select(f => new TempFile(f)).ToList();
        try
        {
            return TimelineReader.Read([.. stored.Select((f, i) => Recognised(Reading.Input(f.Path, $"timeline/{i}"), format))], [], settings);
        }
        finally
        {
            stored.ForEach(f => f.Dispose());
        }
    }

    private static (CaseInput, ITraceFormat) Recognised(CaseInput input, string format)
    {
        var recognition = ContentRecogniser.Recognise(input);
        var trace = recognition as Recognition.Trace ?? throw new AssertFailedException($"It was recognised as {recognition}, expected {format}.");
        Assert.AreEqual(format, trace.Format.Name);
        return (input, trace.Format);
    }
}
