using Flow.Testing;
using Flow.Zoo.Stages;
using Xunit;
namespace Flow.Zoo;
public sealed class Scratch2
{
    [Fact]
    public void RightOnes()
    {
        static IReadOnlyList<int> Same(IReadOnlyList<int> items) => items;
        foreach (var s in new StageSubject<int, int>[] {
            new("forwarding", () => new Forwarding(), i => i, Same),
            new("buffering", () => new Buffering(), i => i, Same) ,
            new("halves", () => new Halves(), i => i, Same),
            new("roundtrip", () => new RoundTrip(), i => i, Same),
            new("holdingback", () => new HoldingBack(), i => i, Same),
            new("joining", () => new Joining(), i => i, Same) { IsOrdered = false },
            new("overlapping", () => new Overlapping(async (i, c) => { for (var t = 0; t < i % 5; t++) await Task.Yield(); return i; }), i => i, Same) { IsOrdered = false },
            new("summing", () => new Summing(), i => i, items => [.. items.Select((_, index) => items.Take(index + 1).Sum())]) { KeepsState = true },
        })
        {
        foreach (var law in StageLaws<int,int>.All)
        {
            law.Hold(s, StageCases.Any, Executions.Simulated, 200);
            law.Hold(s, StageCases.Any, Executions.Threads, 200);
        }
        if (!s.KeepsState)
        foreach (var law in SwapLaws<int,int>.All)
            law.Hold(s, SwapCases.Any, Executions.Simulated, 200);
        }
    }
}
