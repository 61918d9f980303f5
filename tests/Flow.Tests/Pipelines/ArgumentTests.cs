using System.Threading.Channels;

namespace Flow.Tests.Pipelines;

public class ArgumentTests
{
    private static readonly Pipeline<int, int> Some = Pipeline.Of<int>();
    private static readonly Pipeline<int, int> None = null!;
    private static readonly Pipeline<Nothing, int> SomeSource = Source.From("numbers", [1]);
    private static readonly Pipeline<Nothing, int> NoSource = null!;
    private static readonly Pipeline<int, Nothing> SomeSink = Sink.Ignore<int>();
    private static readonly Pipeline<int, Nothing> NoSink = null!;
    private static readonly IStage<int, int> NoStage = null!;
    private static readonly Func<ChannelReader<int>, ChannelWriter<int>, CancellationToken, ValueTask> NoBody = null!;
    private static readonly (string, Pipeline<int, int>)[] NoBranches = null!;
    private static readonly HopReader<int> SomeReader = Hop<int>.Create(new(1)).Reader;
    private static readonly HopWriter<int> SomeWriter = Hop<int>.Create(new(1)).Writer;

    public static TheoryData<string, Action> Nulls => new()
    {
        { "next", () => Some.Then((Pipeline<int, int>)null!) },
        { "stage", () => Some.Then("stage", NoStage) },
        { "body", () => Some.Then("stage", NoBody) },
        { "stage", () => Some.Replace("stage", NoStage) },
        { "body", () => Some.Replace("stage", NoBody) },
        { "hop", () => Some.Replace("hop", (HopOptions<int>)null!) },
        { "stage", () => Some.Before("stage", "new", NoStage) },
        { "stage", () => Some.After("stage", "new", NoStage) },
        { "body", () => Some.Before("stage", "new", NoBody) },
        { "body", () => Some.After("stage", "new", NoBody) },
        { "policy", () => Some.OnFault("stage", null!) },
        { "input", () => Some.Run((ChannelReader<int>)null!, SomeWriter) },
        { "output", () => Some.Run(SomeReader, null!) },
        { "source", () => Some.Run(NoSource, SomeSink) },
        { "sink", () => Some.Run(SomeSource, NoSink) },
        { "source", () => Some.Run((IEnumerable<int>)null!, SomeSink) },
        { "source", () => Some.Run((IAsyncEnumerable<int>)null!, SomeSink) },
        { "pipeline", () => None.Run([1], SomeSink) },
        { "pipeline", () => None.Run(Sequences.Never, SomeSink) },
        { "pipeline", () => ((Pipeline<Nothing, Nothing>)null!).Run() },
        { "source", () => NoSource.Run(SomeWriter) },
        { "sink", () => NoSink.Run(SomeReader) },
        { "source", () => NoSource.ToListAsync().GetAwaiter().GetResult() },
        { "source", () => NoSource.AggregateAsync(0, static (sum, item) => sum + item).GetAwaiter().GetResult() },
        { "fold", () => SomeSource.AggregateAsync(0, null!).GetAwaiter().GetResult() },
        { "pipeline", () => None.Map("stage", static item => item) },
        { "map", () => Some.Map<int, int, int>("stage", null!) },
        { "pipeline", () => None.MapSpan<int, int, int>("stage", static (_, _) => { }) },
        { "map", () => Some.MapSpan<int, int, int>("stage", null!) },
        { "pipeline", () => None.MapAsync("stage", static (item, _) => new ValueTask<int>(item)) },
        { "map", () => Some.MapAsync<int, int, int>("stage", null!) },
        { "map", () => Some.MapAsync("stage", (Func<int, CancellationToken, Task<int>>)null!) },
        { "pipeline", () => None.Filter("stage", static _ => true) },
        { "keep", () => Some.Filter("stage", null!) },
        { "pipeline", () => None.Scan("stage", 0, static (state, _) => state) },
        { "fold", () => Some.Scan<int, int, int>("stage", 0, null!) },
        { "pipeline", () => None.Take("stage", 1) },
        { "pipeline", () => None.TakeWhile("stage", static _ => true) },
        { "predicate", () => Some.TakeWhile("stage", null!) },
        { "pipeline", () => None.Skip("stage", 1) },
        { "pipeline", () => None.SkipWhile("stage", static _ => true) },
        { "predicate", () => Some.SkipWhile("stage", null!) },
        { "pipeline", () => None.Expand("stage", static item => new[] { item }) },
        { "expand", () => Some.Expand<int, int, int>("stage", null!) },
        { "pipeline", () => None.ExpandAsync("stage", static _ => Sequences.Never) },
        { "expand", () => Some.ExpandAsync<int, int, int>("stage", null!) },
        { "pipeline", () => None.Batch("stage") },
        { "pipeline", () => None.Buffer("stage", 1) },
        { "pipeline", () => None.Tap("stage", static _ => { }) },
        { "look", () => Some.Tap("stage", null!) },
        { "pipeline", () => None.Timeout("stage", TimeSpan.FromSeconds(1)) },
        { "pipeline", () => None.Partition("stage", static _ => 0, ("branch", Some)) },
        { "select", () => Some.Partition("stage", null!, ("branch", Some)) },
        { "branches", () => Some.Partition("stage", static _ => 0, NoBranches) },
        { "pipeline", () => None.Broadcast("stage", ("branch", Some)) },
        { "branches", () => Some.Broadcast("stage", NoBranches) },
        { "share", () => Some.Broadcast("stage", null!, ("branch", Some)) },
        { "pipeline", () => None.Balance("stage", ("branch", Some)) },
        { "branches", () => Some.Balance("stage", NoBranches) },
        { "pipeline", () => None.GroupBy("stage", static item => item, static _ => Some) },
        { "keyOf", () => Some.GroupBy<int, int, int, int>("stage", null!, static _ => Some) },
        { "each", () => Some.GroupBy<int, int, int, int>("stage", static item => item, null!) },
        { "sources", () => Pipeline.Merge<int>("stage", null!) },
        { "sources", () => Pipeline.Concat<int>("stage", null!) },
        { "combine", () => Pipeline.Zip<int, int, int>("stage", ("a", SomeSource), ("b", SomeSource), null!) },
        { "items", () => Source.From("stage", (IEnumerable<int>)null!) },
        { "items", () => Source.From("stage", (IAsyncEnumerable<int>)null!) },
        { "reader", () => Source.From("stage", (ChannelReader<int>)null!) },
        { "body", () => Source.From("stage", (Func<ChannelWriter<int>, CancellationToken, ValueTask>)null!) },
        { "action", () => Sink.ForEach<int>("stage", null!) },
        { "unfold", () => Source.UnfoldSpan<int, int>("stage", 0, null!) },
        { "action", () => Sink.ForEachSpan<int>("stage", null!) },
        { "action", () => Sink.ForEachAsync<int>("stage", null!) },
        { "action", () => Sink.ForEachAsync("stage", (Func<int, CancellationToken, Task>)null!) },
        { "items", () => Sink.Collect<int>("stage", null!) },
        { "writer", () => Sink.To<int>("stage", null!) },
        { "options", () => Hop<int>.Create(null!) },
        { "down", () => Duplex.Of<int, int, int, int>(null!, Some) },
        { "up", () => Duplex.Of<int, int, int, int>(Some, null!) },
        { "stage", () => Duplex.Of<int, int, int, int>("stage", null!) },
        { "below", () => Duplex.Of(Some, Some).Atop<int, int>(null!) },
        { "bottom", () => Duplex.Of(Some, Some).Join(null!) },
        { "deadLetters", () => FaultPolicy.Skip<int>(null!) },
        { "delay", () => FaultPolicy.Restart(null!) },
        { "name", () => SomeRun().SwapAsync(null!, Some).GetAwaiter().GetResult() },
        { "stage", () => SomeRun().SwapAsync("stage", NoStage).GetAwaiter().GetResult() },
        { "body", () => SomeRun().SwapAsync("stage", NoBody).GetAwaiter().GetResult() },
        { "follows", () => _ = new Trail(null!) },
    };

    private static PipelineRun SomeRun() => Source.From("numbers", [1]).Then(Sink.Ignore<int>()).Run();

    [Theory]
    [MemberData(nameof(Nulls))]
    public void Null_is_refused_by_the_parameters_name(string parameter, Action call) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(call).ParamName);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_bound_is_at_least_1(int capacity)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hop<int>.Create(new(capacity)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hop<int>.Create(new(1) { MaxItems = capacity }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(uint.MaxValue)]
    [InlineData(long.MaxValue / TimeSpan.TicksPerMillisecond)]
    public void A_period_is_one_that_a_timer_can_run(long milliseconds) => Assert.Equal(
        "every", Assert.Throws<ArgumentOutOfRangeException>(() => Source.Tick("tick", TimeSpan.FromMilliseconds(milliseconds))).ParamName);

    [Fact]
    public void There_is_at_least_one_branch() => Assert.StartsWith(
        "Give at least one branch.", Assert.Throws<ArgumentException>(() => Some.Balance<int, int, int>("balance")).Message, StringComparison.Ordinal);
}
