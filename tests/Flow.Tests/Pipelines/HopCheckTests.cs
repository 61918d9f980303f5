using System.Threading.Channels;

namespace Flow.Tests.Pipelines;

public class HopCheckTests
{
    private static readonly Pipeline<int, int> Some = Pipeline.Of<int>().Map("some", x => x).Map("next", x => x);

    public static TheoryData<string, HopOptions<int>> Wrong => new()
    {
        { "has a bound of 0; a hop holds at least 1.", new(0) },
        { "has MaxItems of -1; a hop holds at least 1.", new(4) { MaxItems = -1 } },
        { "has an empty name; leave it out, and it is called after the stages it joins.", new(4) { Name = " " } },
        { "has the name 'x/y' with a slash; slashes are in the paths of nested stages only.", new(4) { Name = "x/y" } },
        { "has both a stand-in and FullMode = DropOldest, which the channel that stands in would not know of.", StandIn(new(4) { FullMode = HopFullMode.DropOldest }) },
        { "has both a stand-in and Weigh, which the channel that stands in would not know of.", StandIn(new(4) { Weigh = x => x }) },
        { "has both a stand-in and SingleWriter = false, which the channel that stands in would not know of.", StandIn(new(4) { SingleWriter = false }) },
        { "has both a stand-in and SingleReader = false, which the channel that stands in would not know of.", StandIn(new(4) { SingleReader = false }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Options_that_make_no_hop_are_refused_where_the_pipeline_is_composed(string message, HopOptions<int> hop)
    {
        Refused($"The hop before 'new' {message}", () => Some.Map("new", x => x, hop));
        Refused($"The hop before 'new' {message}", () => Some.Before("next", "new", Some, hop));
        Refused($"The hop 'some.next' {message}", () => Some.Replace("some.next", hop));
        Refused($"The hop below 'layer' {message}", () => Duplex.Of("layer", new Layer(), hopBelow: hop));
    }

    [Fact]
    public void A_hop_by_itself_is_called_by_its_name_if_it_has_one()
    {
        Refused("The hop has a bound of 0; a hop holds at least 1.", () => Hop<int>.Create(new(0)));
        Refused("The hop 'orders' has MaxItems of 0; a hop holds at least 1.", () => Hop<int>.Create(new(4) { Name = "orders", MaxItems = 0 }));
        Refused("The hop 'orders' has both a stand-in and Weigh, which the channel that stands in would not know of.",
            () => Hop<int>.Create(StandIn(new(4) { Name = "orders", Weigh = x => x })));
    }

    private static HopOptions<int> StandIn(HopOptions<int> options) => options with { StandIn = () => Channel.CreateBounded<int>(4) };

    private static void Refused(string message, Action call) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private sealed class Layer : IDuplexStage<int, int, int, int>
    {
        public ValueTask RunAsync(
            ChannelReader<int> fromAbove,
            ChannelWriter<int> toBelow,
            ChannelReader<int> fromBelow,
            ChannelWriter<int> toAbove,
            CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
