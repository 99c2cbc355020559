// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Ingestion.Gpu;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests.Gpu;

[TestClass]
public sealed class GpuReaderTests
{
    private const string Labels = """{gpu="0",UUID="GPU-a",device="nvidia0",modelName="NVIDIA H100",Hostname="w1",container="",namespace="",pod=""}""";

    private static readonly string Scrapes = $"""
        # HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
        # TYPE DCGM_FI_DEV_GPU_UTIL gauge
        # scrape 2026-01-20T04:00:00Z
        DCGM_FI_DEV_GPU_UTIL{Labels} 97
        DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{Labels} 0.0003
        DCGM_FI_DEV_FB_USED{Labels} 4812
        DCGM_FI_DEV_POWER_USAGE{Labels} 291.4
        DCGM_FI_DEV_GPU_TEMP{Labels} 71
        # scrape 1768881630
        DCGM_FI_DEV_GPU_UTIL{Labels} 98

        """;

    private static readonly Instant First = Instant.FromUtc(2026, 1, 20, 4, 0);

    [TestMethod]
    public void Read_ScrapesInOneFile_AreSamplesAtTheirTimes()
    {
        var reading = Read(("gpu/w1.prom", Scrapes));
        var samples = reading.Telemetry.Samples;
        Assert.HasCount(2, samples);
        Assert.AreEqual(("w1", "GPU-a", First, 0.97, 0.0003), (samples[0].Host, samples[0].Gpu, samples[0].Time, samples[0].Busy!.Value, samples[0].Tensor!.Value));
        Assert.AreEqual((4812, 291.4, ""), (samples[0].Memory!.Value, samples[0].Power!.Value, samples[0].Pod));
        Assert.AreEqual((First + Duration.FromSeconds(30), 0.98), (samples[1].Time, samples[1].Busy!.Value));
        Assert.AreEqual((5L, 0L, 5L, "dcgm-exporter"), Counts(reading));
    }

    [TestMethod]
    [DataRow("gpu/w1-20260120T040000Z.prom")]
    [DataRow("gpu/2026-01-20_04-00-00Z.txt")]
    [DataRow("gpu/w1/1768881600.txt")]
    public void Read_AScrapeWithoutATime_HasThatOfItsName(string path) =>
        Assert.AreEqual(First, Read((path, $"DCGM_FI_DEV_GPU_UTIL{Labels} 97\n")).Telemetry.Samples.Single().Time);

    [TestMethod]
    public void Read_ALocalTimeInItsName_IsInTheZoneOfTheSource()
    {
        var settings = CaseSettings.Default with { Zones = new Dictionary<string, DateTimeZone> { ["dcgm-exporter"] = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] } };
        Assert.AreEqual(First, Read(settings, ("gpu/20260120-120000.prom", $"DCGM_FI_DEV_GPU_UTIL{Labels} 97\n")).Telemetry.Samples.Single().Time);
    }

    [TestMethod]
    public void Read_MetricsThatNothingTimes_AreRejectedWithWhatWouldHelp()
    {
        var reading = Read(("gpu/w1.prom", $"DCGM_FI_DEV_GPU_UTIL{Labels} 97\nDCGM_FI_DEV_GPU_UTIL{{gpu=\"0\" 3\n"));
        Assert.HasCount(2, reading.Rejected);
        Assert.Contains("# scrape 2026-01-15T04:00:00Z", reading.Rejected[0].Reason);
        Assert.AreEqual(2, reading.Rejected[1].Line);
        Assert.Contains("no metric", reading.Rejected[1].Reason);
    }

    [TestMethod]
    public void Read_AnAnswerOfPrometheus_IsSamples()
    {
        var reading = Read(("gpu/range.json", """
            {"status":"success","data":{"resultType":"matrix","result":[
            {"metric":{"__name__":"DCGM_FI_DEV_GPU_UTIL","gpu":"3","Hostname":"w2","pod":"train-0"},"values":[[1768881600,"12"],[1768881630.5,"99"],["x","1"]]},
            {"metric":{"__name__":"DCGM_FI_PROF_PIPE_TENSOR_ACTIVE","gpu":"3","Hostname":"w2","pod":"train-0"},"values":[[1768881600,"0.31"]]},
            {"metric":{"__name__":"up"},"values":[[1768881600,"1"]]}]}}
            """));
        var samples = reading.Telemetry.Samples;
        Assert.HasCount(2, samples);
        Assert.AreEqual(("w2", "3", 0.12, 0.31, "train-0"), (samples[0].Host, samples[0].Gpu, samples[0].Busy!.Value, samples[0].Tensor!.Value, samples[0].Pod));
        Assert.Contains("expected [seconds", reading.Rejected.Single().Reason);
        Assert.AreEqual((3L, 1L, 1L, "prometheus-json"), Counts(reading));
    }

    [TestMethod]
    public void Read_ProcessesOfNvidiaSmi_HaveHostUnitsAndGaps()
    {
        var reading = Read(("gpu/w1/compute.csv", """
            timestamp, gpu_uuid, pid, process_name, used_gpu_memory [MiB]
            2026/01/20 04:00:00.000, GPU-a, 4711, /usr/bin/python3, 61234 MiB
            timestamp, gpu_uuid, pid, process_name, used_gpu_memory [MiB]
            2026/01/20 04:00:30.000, GPU-a, 4822, ./w, [N/A]
            2026/01/20 04:00:30.000, GPU-a, many, ./w, 12 MiB
            20/01/2026 04:00:30, GPU-a, 4822, ./w, 12 MiB
            2026/01/20 04:01:00.000, GPU-a
            """));
        var processes = reading.Telemetry.Processes;
        Assert.HasCount(2, processes);
        Assert.AreEqual(("w1", "GPU-a", First, 4711L, "/usr/bin/python3", 61234), (
            processes[0].Host, processes[0].Gpu, processes[0].Time!.Value, processes[0].Pid, processes[0].Name, processes[0].Memory!.Value));
        Assert.IsNull(processes[1].Memory);
        CollectionAssert.AreEqual(new[] { 5L, 6, 7 }, reading.Rejected.Select(r => r.Line).ToArray());
        Assert.Contains("pid is 'many'", reading.Rejected[0].Reason);
        Assert.AreEqual((2L, 3L, 2L, "nvidia-smi-csv"), Counts(reading));
    }

    [TestMethod]
    public void Read_AccountedProcesses_TellHowLongTheyRan()
    {
        var process = Read(("gpu/w1.csv", "gpu_uuid, pid, gpu_utilization [%], mem_utilization [%], max_memory_usage [MiB], time [ms]\nGPU-a, 4822, 98 %, 1 %, 4812 MiB, 2940000 ms\n"))
            .Telemetry.Processes.Single();
        Assert.AreEqual((4822L, Duration.FromMinutes(49), 4812), (process.Pid, process.Accounted!.Value, process.Memory!.Value));
        Assert.IsNull(process.Time);
    }

    [TestMethod]
    public void Read_UtilisationOfNvidiaSmi_IsSamples()
    {
        var sample = Read(("gpu/w1/util.csv", "timestamp, index, uuid, utilization.gpu [%], memory.used [MiB], power.draw [W]\n2026/01/20 04:00:00.000, 0, GPU-a, 97 %, 4812 MiB, 291.40 W\n"))
            .Telemetry.Samples.Single();
        Assert.AreEqual(("w1", "GPU-a", First, 0.97, 4812, 291.4), (sample.Host, sample.Gpu, sample.Time, sample.Busy!.Value, sample.Memory!.Value, sample.Power!.Value));
        Assert.IsNull(sample.Tensor);
    }

    [TestMethod]
    public void Read_FilesInAnyOrder_GiveTheSame()
    {
        (string, string)[] files = [("gpu/a.prom", Scrapes), ("gpu/b.prom", Scrapes.Replace("w1", "w2", StringComparison.Ordinal)), ("gpu/c.prom", Scrapes.Replace("97", "96", StringComparison.Ordinal))];
        CollectionAssert.AreEqual(Read(files).Telemetry.Samples.ToArray(), Read([.. files.Reverse()]).Telemetry.Samples.ToArray());
    }

    private static (long, long, long, string) Counts(GpuReading reading) =>
        (reading.Files[0].Records, reading.Files[0].Rejected, reading.Files[0].Ignored, reading.Files[0].File.Format);

    private static GpuReading Read(params (string Path, string Text)[] files) => Read(CaseSettings.Default, files);

    private static GpuReading Read(CaseSettings settings, params (string Path, string Text)[] files)
    {
        var stored = files.Select(f => (f.Path, File: new TempFile(Encoding.UTF8.GetBytes(f.Text)))).ToList();
        try
        {
            return GpuReader.Read([.. stored.Select(s => Reading.Input(s.File.Path, s.Path)).Select(i => (i, FormatOf(i)))], settings);
        }
        finally
        {
            stored.ForEach(s => s.File.Dispose());
        }
    }

    private static string FormatOf(FwCorrelate.Ingestion.Inputs.CaseInput input) => ContentRecogniser.Recognise(input) is Recognition.Gpu gpu
        ? gpu.Format : throw new AssertFailedException($"{input.RelativePath} was not recognised as GPU telemetry");
}
