// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Events;

/// <summary>What rules run over. Implemented by structs, so that matchers call it without boxing or virtual dispatch.</summary>
public interface IEvent
{
    /// <summary>Whether it reports a session that another event reports too: it matches like any, and is not counted once more.</summary>
    bool IsContinuation { get; }

    FieldValue Read(Field field);

    /// <summary>Whether any value of the event passes: Sigma's keyword search. Names of fields do not count.</summary>
    bool AnyValue(ValueTest test);
}
