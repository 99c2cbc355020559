// SPDX-License-Identifier: Apache-2.0

// Classes mostly wait for engines. Those that change what is installed on a shared engine, or the environment, run by themselves
// afterwards.
[assembly: Parallelize(Scope = ExecutionScope.ClassLevel, Workers = 3)]
