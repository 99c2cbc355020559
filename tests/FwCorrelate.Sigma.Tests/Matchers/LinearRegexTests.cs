// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Matchers;

[TestClass]
public sealed class LinearRegexTests
{
    [TestMethod]
    [DataRow(@"\bssh\s+-R\b")]
    [DataRow(@"(?i)curl.{0,40}\|\s*(?:ba)?sh")]
    [DataRow(@"^(?:a|b){3,}[^\\]$")]
    [DataRow("a{,b}")]
    public void IsSure_PlainExpression_RunsInLinearTime(string pattern)
    {
        Assert.IsTrue(LinearRegex.IsSure(pattern));
        Assert.IsTrue(new Regex(pattern, RegexOptions.NonBacktracking).Options.HasFlag(RegexOptions.NonBacktracking));
    }

    [TestMethod]
    [DataRow("a(?=b)")]
    [DataRow("a(?!b)")]
    [DataRow("(?<=a)b")]
    [DataRow("(?>a+)b")]
    [DataRow(@"(a)\1")]
    [DataRow(@"(?<x>a)\k<x>")]
    [DataRow("(a)?(?(1)b|c)")]
    [DataRow(@"\Ga")]
    public void IsSure_WhatIsRefused_SaysNothing(string pattern)
    {
        Assert.IsFalse(LinearRegex.IsSure(pattern));
        Assert.ThrowsExactly<NotSupportedException>(() => RegexTest.InLinearTime(pattern, RegexOptions.CultureInvariant));
    }

    [TestMethod]
    [DataRow("(?:a{90}){90}")]
    [DataRow("a{99999999999}")]
    public void IsSure_ManyCopies_SaysNothing(string pattern) => Assert.IsFalse(LinearRegex.IsSure(pattern));
}
