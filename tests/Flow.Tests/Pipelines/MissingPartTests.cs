namespace Flow.Tests.Pipelines;

public class MissingPartTests
{
    private static readonly Pipeline<int, int> Some = Pipeline.Of<int>().Map("some", x => x);
    private static readonly Pipeline<int, int> None = null!;
    private static readonly Pipeline<Nothing, int> NoSource = null!;

    [Fact]
    public void A_branch_or_a_source_that_is_null_is_named()
    {
        const string branch = "The branch 'a' is null; Pipeline.Of<T>() is one that passes its items on. (Parameter 'branches')";
        const string source = "The source 'a' is null; give a pipeline from nothing, as Source.From makes it. (Parameter '{0}')";

        Refused(branch, () => Some.Partition("stage", _ => 0, ("a", None)));
        Refused(branch, () => Some.Broadcast("stage", ("b", Some), ("a", None)));
        Refused(branch, () => Some.Balance("stage", ("a", None)));
        Refused(Of("sources"), () => Pipeline.Merge("stage", ("a", NoSource)));
        Refused(Of("sources"), () => Pipeline.Concat("stage", ("a", NoSource)));
        Refused(Of("first"), () => Pipeline.Zip("stage", ("a", NoSource), ("b", NoSource)));
        Refused(Of("second"), () => Pipeline.Zip("stage", ("b", Source.From("numbers", [1])), ("a", NoSource)));

        static string Of(string parameter) => source.Replace("{0}", parameter, StringComparison.Ordinal);
    }

    [Fact]
    public void At_least_one_branch_or_source_is_asked_for_by_the_parameters_name()
    {
        Refused("Give at least one branch. (Parameter 'branches')", () => Some.Partition<int, int, int>("stage", _ => 0));
        Refused("Give at least one source. (Parameter 'sources')", () => Pipeline.Merge<int>("stage"));
    }

    [Fact]
    public void Run_options_that_were_set_to_null_are_refused_before_anything_starts()
    {
        Refused("The run's Scheduler is null; leave it out to run on the thread pool. (Parameter 'options')",
            () => Run(new RunOptions { Scheduler = null! }));
        Refused("The run's TimeProvider is null; leave it out to run by the system's clock. (Parameter 'options')",
            () => Run(new RunOptions { TimeProvider = null! }));
        Refused("The run's Schedulers are null; leave them out to run all stages on one. (Parameter 'options')",
            () => Run(new RunOptions { Schedulers = null! }));
        Refused("The scheduler of the stage 'some' is null; leave it out to run on the run's own. (Parameter 'options')",
            () => Run(new RunOptions { Schedulers = new Dictionary<string, TaskScheduler> { ["some"] = null! } }));

        static void Run(RunOptions options) => _ = Some.Run([1], Sink.Ignore<int>(), options);
    }

    [Fact]
    public async Task A_function_that_returns_null_instead_of_a_part_is_named_by_its_stage()
    {
        await Faults("The function 'each' of 'stage' returned null for the key '1'; it gives a pipeline.", Some.GroupBy("stage", x => x, _ => None));
        await Faults("The function 'keyOf' of 'stage' returned null; a key is a value.", Some.GroupBy("stage", string (_) => null!, _ => Some));
        await Faults("The stage 'stage' got null where it expands a sequence; an empty one gives no items.", Some.Expand("stage", IEnumerable<int> (_) => null!));
        await Faults("The stage 'stage' got null where it expands a sequence; an empty one gives no items.",
            Some.ExpandAsync("stage", IAsyncEnumerable<int> (_) => null!));
        await Faults("The stage 'stage' got null where it expands a sequence; an empty one gives no items.",
            Some.Map("null", int[] (_) => null!).Flatten("stage"));

        static async Task Faults(string message, Pipeline<int, int> pipeline)
        {
            var fault = await Assert.ThrowsAsync<StageFaultException>(() => pipeline.CollectAsync([1]));
            Assert.Equal(message, Assert.IsType<InvalidOperationException>(fault.InnerException).Message);
        }
    }

    [Fact]
    public void A_stand_in_that_is_null_is_named_by_its_hop()
    {
        var options = new HopOptions<int>(4) { StandIn = () => null! };

        Assert.Equal("The stand-in of the hop 'some.next' is null; it makes the channel that takes the hop's place.",
            Assert.Throws<InvalidOperationException>(() => { _ = Some.Map("next", x => x, options).Run([1], Sink.Ignore<int>()); }).Message);
        Assert.StartsWith("The stand-in of the hop is null;",
            Assert.Throws<InvalidOperationException>(() => Hop<int>.Create(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_null_is_refused_by_the_parameters_name()
    {
        NoName("name", () => Some.Replace(null!, Some));
        NoName("name", () => Some.Replace(null!, new HopOptions<int>(1)));
        NoName("name", () => Some.Before(null!, "new", Some));
        NoName("name", () => Some.After(null!, "new", Some));
        NoName("name", () => Some.Rename(null!, "new"));
        NoName("name", () => Some.OnFault(null!, FaultPolicy.Stop));
        NoName("newName", () => Some.Rename("some", null!));
        NoName("newName", () => Some.Before("some", null!, Some));
        NoName("newName", () => Some.After("some", null!, Some));
    }

    private static void NoName(string parameter, Action call) => Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(call).ParamName);

    private static void Refused(string message, Action call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
