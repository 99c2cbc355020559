// SPDX-License-Identifier: Apache-2.0
[assembly: Parallelize(Scope = ExecutionScope.ClassLevel)]
