// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Matching;

namespace FwCorrelate.Sigma.Tests;

/// <summary>The path that every record takes allocates nothing.</summary>
[TestClass]
public sealed class AllocationTests
{
    [TestMethod]
    public void Detect_OverRecordsThatThePackDoesNotMatch_AllocatesNothing()
    {
        var detector = SigmaRules.Load([], SigmaOptions.Default).Detector;
        AssertAllocatesNothing(detector, i => $"src_ip=10.77.1.{i % 250} src_port={40000 + i} dst_ip=203.0.113.{i % 250} dst_port=443 protocol=tcp action=allow bytes={i} packets=3 domain=pypi.org");
    }

    [TestMethod]
    [DataRow("src_ip|startswith: '10.99'")]
    [DataRow("dst_ip|cidr: 192.0.2.0/24")]
    [DataRow("bytes_per_packet|gt: 1e6")]
    [DataRow("dst_ip|re: '^192'")]
    [DataRow("src_ip|fieldref: dst_ip")]
    [DataRow("duration|gt: 5")]
    [DataRow("bytes: '9999999*'")]
    public void Detect_WithARuleThatEveryRecordMustBeTriedWith_AllocatesNothing(string detection) => AssertAllocatesNothing(TestRules.Detector(TestRules.Rule(detection)),
        i => $"src_ip=10.77.1.{i % 250} src_port={40000 + i} dst_ip=203.0.113.{i % 250} dst_port=443 protocol=tcp action=deny bytes={i} packets=3");

    private static void AssertAllocatesNothing(SigmaDetector detector, Func<int, string> fields)
    {
        var batch = Flows.Batch([.. Enumerable.Range(0, 4_000).Select(i => Flows.Fields(fields(i)))]);
        var matches = new List<FlowMatch>();
        for (var warm = 0; warm < 5; warm++)
            detector.Detect(batch, matches);
        var before = GC.GetAllocatedBytesForCurrentThread();
        detector.Detect(batch, matches);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.IsEmpty(matches);
        Assert.AreEqual(0, allocated, allocated.ToString(CultureInfo.InvariantCulture));
    }
}
