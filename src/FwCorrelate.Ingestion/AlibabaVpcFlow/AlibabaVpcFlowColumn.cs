// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>A column that a record is made of; see <see cref="AlibabaVpcFlowLog.Columns"/>.</summary>
internal enum AlibabaVpcFlowColumn
{
    SourceAddress,
    DestinationAddress,
    SourcePort,
    DestinationPort,
    Protocol,
    Direction,
    Packets,
    Bytes,
    Start,
    End,
    LogStatus,
    Action,
    TcpFlags,
    EniId,
    VmId,
}
