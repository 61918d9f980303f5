using System.Threading.Channels;

namespace Flow;

/// <summary>Makes the hops and bodies of a run.</summary>
internal sealed class Wiring(RunOptions options) : Plan
{
    private readonly List<Body> _bodies = [];

    public static PipelineRun Start<TIn, TOut>(Pipeline<TIn, TOut> pipeline, Link<TIn> input, Link<TOut> output, RunOptions? options)
    {
        options ??= new RunOptions();
        CheckSchedulers(options, pipeline.Stages);
        var wiring = new Wiring(options);
        pipeline.Lay(wiring, pipeline.Chain.Nodes.IsEmpty ? "pass" : "", input, output);
        return new PipelineRun(options, wiring._bodies).Start();
    }

    public override Link<T> AddHop<T>(string name, string from, string to, HopOptions<T> hop) =>
        new(options.Trail is { } trail
            ? new FollowedHop<T>(hop with { Name = name }, trail, options.TimeProvider)
            : Hop<T>.Create(hop with { Name = name }, options.TimeProvider));

    public override void AddBody(
        string path, Link[] inputs, Link[] outputs, Func<TimeProvider, CancellationToken, ValueTask> run, bool readsInTurn = false) =>
        _bodies.Add(new Body(
            path, SchedulerOf(path), inputs, outputs,
            new FixedWork(path, token => run(options.TimeProvider, token)) { ReadsInTurn = readsInTurn }));

    public override void AddStage<TIn, TOut>(string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output) =>
        _bodies.Add(new Body(
            path, SchedulerOf(path), [input], [output],
            new StageWork<TIn, TOut>(path, stage, policy, input, output, options.TimeProvider)));

    public override Link<Nothing> AddSourceInput() => new((ChannelReader<Nothing>)new SourceInput());

    public override Link<Nothing> AddSinkOutput() => new((ChannelWriter<Nothing>)new SinkOutput());

    // The stage's own, or that of the innermost pipeline it is nested in.
    private TaskScheduler SchedulerOf(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (options.Schedulers.TryGetValue(path[..end], out var scheduler)) return scheduler;
        }

        return options.Scheduler;
    }

    private static void CheckSchedulers(RunOptions options, IReadOnlyList<string> stages)
    {
        foreach (var path in options.Schedulers.Keys)
        {
            if (stages.Any(stage => stage == path || stage.StartsWith(path + "/", StringComparison.Ordinal))) continue;
            throw new ArgumentException(
                $"A scheduler is given for the stage '{path}', which is not there; there are "
                + $"{PathLookup.List(stages)}.", nameof(options));
        }
    }
}
