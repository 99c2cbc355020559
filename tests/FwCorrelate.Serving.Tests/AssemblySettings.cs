// SPDX-License-Identifier: Apache-2.0

// Some start processes and watch the time: one after the other.
[assembly: DoNotParallelize]
