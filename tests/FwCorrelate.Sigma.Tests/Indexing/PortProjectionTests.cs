// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Indexing;

[TestClass]
public sealed class PortProjectionTests
{
    private static readonly Gen<Comparison> Comparisons = Gen.Int[0, 3].Select(c => (Comparison)c);

    /// <summary>What is found by halving is what trying every port finds.</summary>
    [TestMethod]
    public void OfPart_ComparisonOfAPort_HoldsThePortsThatPass() =>
        Gen.Select(Comparisons, Gen.OneOf(Gen.Int[-2, 3], Gen.Int[65_530, 65_540], Gen.Int[0, 65_535]), Gen.Bool).Sample(
            (comparison, limit, wanted) =>
            {
                var field = new Field("destination.port", (int)FlowField.DestinationPort, FieldScope.Record);
                var test = new FieldTest(field, new CompareTest(comparison, limit));
                var set = Projection.OfPart(test, Dimension.DestinationPort.PartOf(field)!, wanted);
                for (var port = 0; port < Dimension.NoPort; port++)
                    Assert.AreEqual(test.Test.Matches(FieldValue.Of(port)) == wanted, set.Contains(port));
                Assert.AreEqual(test.Test.Matches(FieldValue.Missing) == wanted, set.Contains(Dimension.NoPort));
            },
            iter: 30);
}
