// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Accuracy;
using Microsoft.Testing.Platform.Builder;

// With --scenario it prints the scoreboard; else it runs the tests, as `dotnet test` asks.
if (ScoreboardOptions.IsMeant(args))
    return Scoreboard.Run(args);
var builder = await TestApplication.CreateBuilderAsync(args);
SelfRegisteredExtensions.AddSelfRegisteredExtensions(builder, args);
using var tests = await builder.BuildAsync();
return await tests.RunAsync();
