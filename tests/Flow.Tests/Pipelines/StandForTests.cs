using System.Threading.Channels;

namespace Flow.Tests.Pipelines;

public class StandForTests
{
    private static readonly Pipeline<int, int> Original = Pipeline.Of<int>()
        .Map("before", x => x)
        .Map("stage", x => x + 1, hop: new(8))
        .Then("nested", Pipeline.Of<int>().Map("inner", x => x));

    [Fact]
    public async Task An_operator_takes_the_place_of_a_stage_under_its_name_and_behind_its_hop()
    {
        var replaced = Original.Replace("stage", Pipeline.Of<int>().Map("fast", x => x + 10, hop: new(3)));

        Assert.Equal(["before", "stage", "nested/inner"], replaced.Stages);
        Assert.StartsWith("before -> [8] -> stage -> [256] -> nested", replaced.ToString(), StringComparison.Ordinal);
        Assert.Equal([11], await replaced.CollectAsync([1]));
    }

    [Fact]
    public void Where_the_place_has_no_hop_of_its_own_the_operators_stands()
    {
        var replaced = Original.Replace("before", Pipeline.Of<int>().Map("fast", x => x, hop: new(3) { Name = "first" }));

        Assert.Contains("first", Source.From("numbers", [1]).Then(replaced).Names);
    }

    [Fact]
    public void An_operator_stands_for_a_nested_pipeline_too()
    {
        Assert.Equal(["before", "stage", "nested"], Original.Replace("nested", Pipeline.Of<int>().Map("fast", x => x)).Stages);
    }

    [Fact]
    public void What_is_put_in_under_a_name_or_has_more_to_it_than_a_stage_stays_nested()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var withPolicy = Pipeline.Of<int>().Map("fast", x => x).OnFault("fast", FaultPolicy.Skip(letters.Writer));
        var branched = Pipeline.Of<int>().Partition("apart", _ => 0, ("all", Pipeline.Of<int>().Map("same", x => x)));

        Assert.Equal(["clean/trim"], Pipeline.Of<int>().Then("clean", Pipeline.Of<int>().Map("trim", x => x)).Stages);
        Assert.Contains("stage/fast", Original.Replace("stage", withPolicy).Stages);
        Assert.Contains("stage/apart/all/same", Original.Replace("stage", branched).Stages);
    }

    [Fact]
    public void A_fault_policy_is_set_for_the_operator_by_the_name_it_goes_by()
    {
        var restart = FaultPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, attempts: 1);

        Assert.Equal(Original.Stages, Original.Replace("stage", Pipeline.Of<int>().Map("fast", x => x)).OnFault("stage", restart).Stages);
    }

    [Fact]
    public async Task An_operator_or_a_pipeline_without_stages_takes_over_a_fault_policy()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var careful = Original.OnFault("stage", FaultPolicy.Skip(letters.Writer));

        Assert.Equal([2, 4], await careful.Replace("stage", Pipeline.Of<int>().Map("fast", Odd)).CollectAsync([1, 2, 3]));
        Assert.Equal([1, 2], await careful.Replace("stage", Pipeline.Of<int>()).CollectAsync([1, 2]));
        Assert.Equal("stage", (await letters.Reader.ReadAsync(TestContext.Current.CancellationToken)).Stage);

        static int Odd(int x) => x % 2 == 1 ? x + 1 : throw new FormatException();
    }

    [Fact]
    public async Task An_operator_swapped_in_has_the_stages_policy_and_its_fault_is_the_stages()
    {
        var letters = Channel.CreateUnbounded<DeadLetter<int>>();
        var (input, received) = (Hop<int>.Create(new(8)), Channel.CreateUnbounded<int>());
        await using var run = Original.OnFault("stage", FaultPolicy.Skip(letters.Writer)).Run(input.Reader, received.Writer);

        await run.SwapAsync("stage", Pipeline.Of<int>().Map("again", x => x == 0 ? throw new FormatException() : x)).Limit();
        input.Writer.TryWrite([0, 1]);

        Assert.Equal(1, await received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
        Assert.True(letters.Reader.TryRead(out var letter));
        Assert.IsType<FormatException>(letter.Error);
    }

    [Fact]
    public async Task The_fault_of_an_operator_swapped_in_is_wrapped_once()
    {
        var input = Hop<int>.Create(new(8));
        await using var run = Original.Then(Sink.Ignore<int>()).Run(input.Reader);
        await run.SwapAsync("stage", Pipeline.Of<int>().Map("again", int (_) => throw new FormatException("Bad line."))).Limit();
        input.Writer.TryWrite(1);

        var fault = await Assert.ThrowsAsync<StageFaultException>(() => run.Completion.Limit());

        Assert.Equal("Stage 'stage' faulted: Bad line.", fault.Message);
        Assert.IsType<FormatException>(fault.InnerException);
    }

    [Fact]
    public async Task A_stateful_stage_is_handed_its_state_also_out_of_a_pipeline_of_it_alone()
    {
        var (input, received) = (Hop<int>.Create(new(8)), Channel.CreateUnbounded<int>());
        await using var run = Pipeline.Of<int>().Then("total", new Total()).Run(input.Reader, received.Writer);
        input.Writer.TryWrite(5);
        Assert.Equal(5, await received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());

        await run.SwapAsync("total", Pipeline.Of<int>().Then("other", new Total())).Limit();
        input.Writer.TryWrite(2);

        Assert.Equal(7, await received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Limit());
    }

    private sealed class Total : IStatefulStage<int, int, int>
    {
        public async ValueTask<int> RunAsync(ChannelReader<int> input, ChannelWriter<int> output, int state, CancellationToken cancellationToken)
        {
            await foreach (var item in input.ReadAllAsync(cancellationToken)) await output.WriteAsync(state += item, cancellationToken);
            return state;
        }
    }
}
