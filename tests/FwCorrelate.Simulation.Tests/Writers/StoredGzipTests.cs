// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using FwCorrelate.Simulation.Writers;

namespace FwCorrelate.Simulation.Tests.Writers;

[TestClass]
public sealed class StoredGzipTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(65_535)]
    [DataRow(65_536)]
    [DataRow(200_000)]
    public void Wrap_AnyLength_IsReadBackByADecompressor(int length)
    {
        var content = new byte[length];
        for (var i = 0; i < length; i++)
            content[i] = (byte)(i * 31);

        using var file = new GZipStream(new MemoryStream(StoredGzip.Wrap(content)), CompressionMode.Decompress);
        using var read = new MemoryStream();
        file.CopyTo(read);

        CollectionAssert.AreEqual(content, read.ToArray());
    }
}
