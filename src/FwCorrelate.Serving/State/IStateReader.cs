// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.State;

/// <summary>What the service knows, as of the last commit.</summary>
internal interface IStateReader
{
    /// <summary>All entries of a kind, by key.</summary>
    IReadOnlyList<T> All<T>(string kind);

    T? Find<T>(string kind, string key);

    string LastKey(string kind);
}
