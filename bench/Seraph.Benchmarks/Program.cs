using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Seraph.Benchmarks -- --filter '*TimerWheel*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
