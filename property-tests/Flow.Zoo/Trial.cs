using Flow.Testing;
using Flow.Zoo.Hops;
using Xunit;
namespace Flow.Zoo;
public sealed class Scratch
{
    [Fact]
    public void Right()
    {
        foreach (var (n, make) in new (string, Func<HopOptions<int>, Hop<int>>)[] { ("ring", o => new SmallRing(o)), ("queue", o => new SmallQueue(o)) })
        foreach (var law in HopLaws.All)
        {
            law.Hold(new HopSubject(n, make), HopCases.ByItems, Executions.Simulated, 300);
            law.Hold(new HopSubject(n, make), HopCases.ByItems, Executions.Threads, 300);
            if (n == "queue") law.Hold(new HopSubject(n, make), HopCases.ByWeight, Executions.Simulated, 300);
        }
    }
}
