// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What a command's text tells of destinations that it does not name.</summary>
internal enum DestinationTelling
{
    /// <summary>It may go anywhere.</summary>
    Open,

    /// <summary>Its programs open no connections by themselves.</summary>
    OpensNothing,

    /// <summary>It names all its destinations.</summary>
    GoesElsewhere,
}
