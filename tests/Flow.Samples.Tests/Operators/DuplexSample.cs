using Flow;

namespace Samples.Operators;

public sealed class DuplexSample
{
    [Fact]
    public async Task Layers_stand_atop_each_other()
    {
        var encoding = Duplex.Of(
            down: Pipeline.Of<int>().Map("encode", number => $"{number}"),
            up: Pipeline.Of<string>().Map("decode", int.Parse));
        var framing = Duplex.Of(
            down: Pipeline.Of<string>().Map("frame", text => text + "\n"),
            up: Pipeline.Of<string>().Map("unframe", line => line.TrimEnd()));

        var echo = Pipeline.Of<string>().Buffer("line", 16);
        var stack = encoding.Atop(framing).Join(echo);          // encode -> frame -> line -> unframe -> decode

        Assert.Equal(["encode", "frame", "line", "unframe", "decode"], stack.Stages);
        Assert.Equal([1, 2, 3], await Source.From("numbers", [1, 2, 3]).Then(stack).ToListAsync());
    }
}
