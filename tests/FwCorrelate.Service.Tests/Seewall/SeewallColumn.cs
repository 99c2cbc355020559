// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Tests.Seewall;

internal enum SeewallColumn
{
    State,
    Began,
    Ended,
    From,
    FromPort,
    To,
    ToPort,
    Protocol,
    Verdict,
    Way,
    Octets,
    Box,
}
