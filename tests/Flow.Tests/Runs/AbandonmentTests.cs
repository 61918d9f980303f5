using System.Threading.Channels;

namespace Flow.Tests.Runs;

public class AbandonmentTests
{
    [Fact]
    public async Task A_sink_that_has_had_enough_ends_an_endless_source()
    {
        var taken = new List<int>();

        await using var run = Source.From("source", Sequences.Endless).Map("pass", x => x).Then(Take(3, taken)).Run();
        await run.Completion.Limit();

        Assert.Equal([0, 1, 2], taken);
    }

    [Fact]
    public async Task A_sink_that_has_had_enough_ends_a_source_that_waits_for_its_next_item()
    {
        await using var run = Source.From("source", Sequences.ThreeThenNever).Map("pass", x => x).Then(Take(3, [])).Run();

        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_sink_that_has_had_enough_ends_a_source_that_writes_without_looking_at_its_token()
    {
        var source = Source.From<int>("source", async (writer, _) =>
        {
            for (var i = 0; ; i++) await writer.WriteAsync(i, CancellationToken.None);
        });

        await using var run = source.Map("pass", x => x).Then(Take(3, [])).Run();

        await run.Completion.Limit();
    }

    [Fact]
    public async Task What_nobody_reads_is_released_as_abandoned()
    {
        var items = Enumerable.Range(0, 1000).Select(_ => new Rented()).ToArray();
        var sink = Pipeline.Of<Rented>().Then<Nothing>("one", async (input, _, token) =>
        {
            await input.WaitToReadAsync(token);
            if (input.TryRead(out var item)) item.Dispose();
        });

        await using var run = Source.From("source", items).Then(sink).Run();
        await run.Completion.Limit();

        Assert.All(items.TakeWhile(item => item.Disposals > 0), item => Assert.Equal(1, item.Disposals));
        Assert.All(items, item => Assert.InRange(item.Disposals, 0, 1));
        var reading = Assert.Single(run.Snapshot().Hops).Reading;
        Assert.Equal(reading.Items, reading.Delivered + reading.Abandoned);
    }

    [Fact]
    public async Task The_reader_given_to_a_run_is_abandoned_when_its_first_stage_ends_early()
    {
        var input = Hop<int>.Create(new(2));
        await using var run = Take(1, []).Run(input.Reader);

        while (await input.Writer.WaitToWriteAsync(TestContext.Current.CancellationToken)) input.Writer.TryWrite(1);

        Assert.True(input.Writer.IsAbandoned);
        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_reader_that_is_not_a_hops_is_left_as_it_is()
    {
        var input = Channel.CreateUnbounded<int>();
        for (var i = 0; i < 5; i++) input.Writer.TryWrite(i);

        await using var run = Take(2, []).Run(input.Reader);
        await run.Completion.Limit();

        Assert.Equal(3, input.Reader.Count);
    }

    [Fact]
    public async Task When_the_writer_given_to_a_run_is_closed_the_source_ends()
    {
        var output = Channel.CreateBounded<int>(1);
        await using var run = Source.From("source", Sequences.Endless).Then<int>("copy", async (input, writer, token) =>
        {
            await foreach (var item in input.ReadAllAsync(token)) await writer.WriteAsync(item, token);
        }).Run(output.Writer);

        output.Writer.Complete();

        await run.Completion.Limit();
    }

    [Fact]
    public async Task A_branch_that_ends_early_ends_the_source_once_an_item_is_meant_for_it()
    {
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x % 2, ("even", Take(1, [])), ("odd", Sink.Ignore<int>()));

        await using var run = Source.From("source", Sequences.Endless).Then(pipeline).Run();

        await run.Completion.Limit();
    }

    [Fact]
    public async Task When_all_branches_end_early_a_waiting_source_ends()
    {
        var pipeline = Pipeline.Of<int>().Partition("parity", x => x % 2, ("even", Take(0, [])), ("odd", Take(0, [])));

        await using var run = Source.From("source", Sequences.Never).Then(pipeline).Run();

        await run.Completion.Limit();
    }

    private static Pipeline<int, Nothing> Take(int count, List<int> taken) =>
        Pipeline.Of<int>().Then<Nothing>("take", async (input, _, token) =>
        {
            while (taken.Count < count && await input.WaitToReadAsync(token))
                while (taken.Count < count && input.TryRead(out var item)) taken.Add(item);
        });

    [Fact]
    public async Task A_pipeline_run_inside_a_body_closes_the_input_it_was_lent()
    {
        var isEnded = false;
        await using var run = Source.From<int>("endless", async (writer, token) =>
            {
                for (var item = 0; await writer.WaitToWriteAsync(token); item++) writer.TryWrite(item);
            })
            .Then<int>("host", async (input, output, token) =>
            {
                await using var inner = Pipeline.Of<int>().Take("take", 3).Run(input, output, new RunOptions { CancellationToken = token });
                await inner.Completion;
                isEnded = ((HopReader<int>)input).IsEnded;
            })
            .Then(Sink.Ignore<int>())
            .Run();
        await run.Completion.Limit();

        Assert.True(isEnded);
    }
}
