using BenchmarkDotNet.Attributes;
using Seraph.Core.Diagnostics;

namespace Seraph.Benchmarks.Diagnostics;

/// <summary>Counting, which every message does several times.</summary>
[MemoryDiagnoser]
public class CounterBenchmarks
{
    private readonly Counter _counter = new();

    [Benchmark]
    public void Increment() => _counter.Increment();
}
