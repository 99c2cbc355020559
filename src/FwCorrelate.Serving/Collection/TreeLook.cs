// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;

namespace FwCorrelate.Serving.Collection;

/// <summary>What one look at the sources found.</summary>
/// <param name="Files">Ordinal by path.</param>
/// <param name="Unread">What cannot be opened.</param>
/// <param name="Problems">Paths that could not be looked at, in words; what was collected of them stands.</param>
internal sealed record TreeLook(IReadOnlyList<FileLook> Files, IReadOnlyList<UnreadEntry> Unread, IReadOnlyList<string> Problems);
