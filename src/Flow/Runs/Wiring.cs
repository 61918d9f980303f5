using System.Threading.Channels;

namespace Flow;

/// <summary>Makes the hops and bodies of a run.</summary>
internal sealed class Wiring(RunOptions options, StageSchedulers schedulers) : Plan
{
    private readonly List<Body> _bodies = [];

    public static PipelineRun Start<TIn, TOut>(Pipeline<TIn, TOut> pipeline, Link<TIn> input, Link<TOut> output, RunOptions? options)
    {
        options ??= new RunOptions();
        Check(options);
        // A run that asks for nothing special needs no list of its stages.
        var schedulers = options.Schedulers.Count > 0 ? new StageSchedulers(options, pipeline.Stages) : new StageSchedulers(options.Scheduler);
        var wiring = new Wiring(options, schedulers);
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
            path, schedulers.Of(path), inputs, outputs,
            new FixedWork(path, token => run(options.TimeProvider, token)) { ReadsInTurn = readsInTurn }));

    public override void AddStage<TIn, TOut>(string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output) =>
        _bodies.Add(new Body(
            path, schedulers.Of(path), [input], [output],
            new StageWork<TIn, TOut>(path, stage, policy, input, output, options.TimeProvider)));

    public override Link<Nothing> AddSourceInput() => new((ChannelReader<Nothing>)new SourceInput());

    public override Link<Nothing> AddSinkOutput() => new((ChannelWriter<Nothing>)new SinkOutput());

    // What was set to null, which these are not.
    private static void Check(RunOptions options)
    {
        if (options.Scheduler is null) Refuse("Scheduler is null; leave it out to run on the thread pool.");
        if (options.TimeProvider is null) Refuse("TimeProvider is null; leave it out to run by the system's clock.");
        if (options.Schedulers is null) Refuse("Schedulers are null; leave them out to run all stages on one.");

        void Refuse(string what) => throw new ArgumentException($"The run's {what}", nameof(options));
    }
}
