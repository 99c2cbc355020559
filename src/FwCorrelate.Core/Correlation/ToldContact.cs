// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What a first contact tells of calls that do not name its destination.</summary>
internal readonly record struct ToldContact(Contact Contact, IReadOnlyList<ToldPart> Parts);

/// <summary>A call that may have made a contact.</summary>
/// <param name="ByText">Weight that it has because calls of its text do so.</param>
/// <param name="Hidden">Weight that it has because any call may hide an act.</param>
/// <param name="Share">Share of the other calls of its text that were held to act, when it was weighed.</param>
internal readonly record struct ToldPart(CallFacts Call, double ByText, double Hidden, double Share);
