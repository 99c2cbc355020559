// SPDX-License-Identifier: Apache-2.0

/// <summary>
/// What the runtime calls before the program starts (<c>DOTNET_STARTUP_HOOKS</c>): the assemblies that are loaded at the end go to a file.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(
        Environment.GetEnvironmentVariable("FWCORRELATE_TEST_ASSEMBLIES")!, AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name!));
}
