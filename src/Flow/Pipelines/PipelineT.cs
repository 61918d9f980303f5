using System.Threading.Channels;

namespace Flow;

/// <summary>An immutable blueprint: named stages, one after the other, with a hop before each but the first.</summary>
/// <remarks>
/// It is a value: every method that changes it returns another, and it may be run many times, also at once. It is itself a stage,
/// so one pipeline can stand in another under a name; its stages then have paths, <c>name/stage</c>. Stages and hops share one
/// space of names; each is there once. A source is a pipeline from <see cref="Nothing"/>, a sink one to it.
/// </remarks>
public sealed class Pipeline<TIn, TOut> : IStage<TIn, TOut>
{
    private ChainNames? _names;
    private Outline? _outline;

    internal Pipeline(Chain chain)
    {
        Chain = chain;
    }

    /// <summary>The paths of all stages, in the order items pass them.</summary>
    public IReadOnlyList<string> Stages => Outline.Stages;

    /// <summary>The names of all stages and hops: what <c>Replace</c> finds.</summary>
    public IReadOnlyList<string> Names => [.. Outline.Names];

    internal Chain Chain { get; }

    /// <summary>
    /// The stage the pipeline stands for, when it is no more than that: one, without a fault policy of its own, or none, which passes on what
    /// it gets.
    /// </summary>
    internal StageNode<TIn, TOut>? OnlyStage
    {
        get
        {
            if (Chain.Nodes.IsEmpty) return new StageNode<TIn, TOut>("pass", Pass, hop: null, FaultPolicy.Stop);
            return Chain.Nodes is [StageNode<TIn, TOut> { HasPolicy: false } only] ? only : null;
        }
    }

    /// <summary>The pipeline with one more stage.</summary>
    /// <param name="name">The stage's name: not empty, without a slash, and not yet in use.</param>
    /// <param name="stage">The stage; a pipeline is nested under the name.</param>
    /// <param name="hop">The hop before the stage. At the head of a pipeline it is the hop that joins it to what comes before.</param>
    /// <exception cref="ArgumentException">The name is in use, or is not one.</exception>
    public Pipeline<TIn, TNext> Then<TNext>(string name, IStage<TOut, TNext> stage, HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Then(Node<TOut, TNext>.Of(name, stage, hop));
    }

    /// <summary>The pipeline with one more stage, which is a function.</summary>
    /// <inheritdoc cref="Then{TNext}(string, IStage{TOut, TNext}, HopOptions{TOut})"/>
    public Pipeline<TIn, TNext> Then<TNext>(
        string name,
        Func<ChannelReader<TOut>, ChannelWriter<TNext>, CancellationToken, ValueTask> body,
        HopOptions<TOut>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Then(name, new DelegateStage<TOut, TNext>(body), hop);
    }

    /// <summary>This pipeline's stages, then those of <paramref name="next"/>, all side by side.</summary>
    /// <exception cref="ArgumentException">They have a name in common.</exception>
    public Pipeline<TIn, TNext> Then<TNext>(Pipeline<TOut, TNext> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Grown<TNext>(Chain.Append(next.Chain));
    }

    /// <summary>The pipeline with another stage in the place of one, under the same name and behind the same hop.</summary>
    /// <remarks>
    /// A pipeline of one stage, as each operator is, stands for that stage, whose own name does not count; its hop does where the place was
    /// given none. Any other pipeline is nested under the name, and so is one whose stage has a fault policy.
    /// </remarks>
    /// <param name="name">The path of a stage, or of a nested pipeline; its end, as long as only one path ends so.</param>
    /// <param name="stage">What takes its place; from and to the same types.</param>
    /// <exception cref="ArgumentException">There is no such stage, or its types differ.</exception>
    public Pipeline<TIn, TOut> Replace<TStageIn, TStageOut>(string name, IStage<TStageIn, TStageOut> stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Changed(new StageReplacement(Lookup.FindStage(name), stage, typeof(TStageIn), typeof(TStageOut)));
    }

    /// <summary>The pipeline with a function in the place of a stage, under the same name and behind the same hop.</summary>
    /// <inheritdoc cref="Replace{TStageIn, TStageOut}(string, IStage{TStageIn, TStageOut})"/>
    public Pipeline<TIn, TOut> Replace<TStageIn, TStageOut>(
        string name, Func<ChannelReader<TStageIn>, ChannelWriter<TStageOut>, CancellationToken, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Replace(name, new DelegateStage<TStageIn, TStageOut>(body));
    }

    /// <summary>The pipeline with another hop in the place of one. It keeps its name unless <paramref name="hop"/> has another.</summary>
    /// <exception cref="ArgumentException">There is no such hop, or its items are of another type.</exception>
    public Pipeline<TIn, TOut> Replace<TItem>(string name, HopOptions<TItem> hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        hop.CheckOfBlueprint($"The hop '{name}'", nameof(hop));
        return Changed(new HopReplacement(Lookup.FindHop(name), hop, hop.Name, typeof(TItem)));
    }

    /// <summary>The pipeline with one more stage before another, side by side with it.</summary>
    /// <param name="name">The path of a stage, or of a nested pipeline; its end, as long as only one path ends so.</param>
    /// <param name="newName">The name of the stage that is put in.</param>
    /// <param name="stage">What passes on items of the type that the other reads.</param>
    /// <param name="hop">The hop before the new stage; the other one keeps its own.</param>
    /// <exception cref="ArgumentException">There is no such stage, its type differs, or the new name is in use.</exception>
    public Pipeline<TIn, TOut> Before<TItem>(string name, string newName, IStage<TItem, TItem> stage, HopOptions<TItem>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        StageName.Checked(newName);
        return Changed(new StageInsertion(Lookup.FindStage(name), Node<TItem, TItem>.Of(newName, stage, hop), before: true));
    }

    /// <summary>The pipeline with one more stage before another, which is a function.</summary>
    /// <inheritdoc cref="Before{TItem}(string, string, IStage{TItem, TItem}, HopOptions{TItem})"/>
    public Pipeline<TIn, TOut> Before<TItem>(
        string name,
        string newName,
        Func<ChannelReader<TItem>, ChannelWriter<TItem>, CancellationToken, ValueTask> body,
        HopOptions<TItem>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Before(name, newName, new DelegateStage<TItem, TItem>(body), hop);
    }

    /// <summary>The pipeline with one more stage after another, side by side with it.</summary>
    /// <param name="name">The path of a stage, or of a nested pipeline; its end, as long as only one path ends so.</param>
    /// <param name="newName">The name of the stage that is put in.</param>
    /// <param name="stage">What passes on items of the type that the other writes.</param>
    /// <param name="hop">The hop before the new stage, which the other one writes.</param>
    /// <exception cref="ArgumentException">There is no such stage, its type differs, or the new name is in use.</exception>
    public Pipeline<TIn, TOut> After<TItem>(string name, string newName, IStage<TItem, TItem> stage, HopOptions<TItem>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(stage);
        StageName.Checked(newName);
        return Changed(new StageInsertion(Lookup.FindStage(name), Node<TItem, TItem>.Of(newName, stage, hop), before: false));
    }

    /// <summary>The pipeline with one more stage after another, which is a function.</summary>
    /// <inheritdoc cref="After{TItem}(string, string, IStage{TItem, TItem}, HopOptions{TItem})"/>
    public Pipeline<TIn, TOut> After<TItem>(
        string name,
        string newName,
        Func<ChannelReader<TItem>, ChannelWriter<TItem>, CancellationToken, ValueTask> body,
        HopOptions<TItem>? hop = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return After(name, newName, new DelegateStage<TItem, TItem>(body), hop);
    }

    /// <summary>The pipeline with another name for a stage, a nested pipeline or a hop. Hops that are called after it follow.</summary>
    /// <param name="name">The path it has; its end, as long as only one path ends so.</param>
    /// <param name="newName">The name it gets, without the path.</param>
    /// <exception cref="ArgumentException">There is no such name, or the new one is in use.</exception>
    public Pipeline<TIn, TOut> Rename(string name, string newName)
    {
        StageName.Checked(newName);
        var path = Lookup.Find(name);
        return Changed(Lookup.IsPlace(path) ? new StageRenaming(path, newName) : new HopRenaming(path, newName));
    }

    /// <summary>The pipeline with another answer to faults of a stage, which whatever takes the stage's place keeps.</summary>
    /// <param name="name">The path of a stage; its end, as long as only one path ends so.</param>
    /// <param name="policy">What becomes of a fault.</param>
    /// <exception cref="ArgumentException">There is no such stage, or the policy makes no sense for it.</exception>
    public Pipeline<TIn, TOut> OnFault(string name, FaultPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Changed(new PolicySetting(Lookup.FindStage(name), policy));
    }

    /// <summary>Starts the pipeline between a source and a sink.</summary>
    public PipelineRun Run(Pipeline<Nothing, TIn> source, Pipeline<TOut, Nothing> sink, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        return source.Then(this).Then(sink).Run(options);
    }

    /// <summary>Starts the pipeline between a reader and a writer that the caller owns.</summary>
    /// <remarks>
    /// The run completes <paramref name="output"/> when the last body has returned, with the fault if there was one, and abandons
    /// <paramref name="input"/>, if it is a hop's, when the first has. Nobody else uses them meanwhile.
    /// </remarks>
    public PipelineRun Run(ChannelReader<TIn> input, ChannelWriter<TOut> output, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return Wiring.Start(this, new Link<TIn>(input), new Link<TOut>(output), options);
    }

    /// <summary>The pipeline as a stage, run on its own: it is started between the two ends, and its end awaited.</summary>
    ValueTask IStage<TIn, TOut>.RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken) =>
        RunInsideAsync(input, output, TimeProvider.System, cancellationToken);

    /// <summary>The pipeline in text: its stages and the bounds of the hops between them, then what is nested, indented.</summary>
    public override string ToString() => BlueprintText.Print(Chain);

    /// <summary>The pipeline as a Mermaid flowchart.</summary>
    public string ToMermaid() => Diagram.Mermaid(Drawing.Of(Outline));

    /// <summary>The pipeline as a graph in the language of Graphviz.</summary>
    public string ToDot() => Diagram.Dot(Drawing.Of(Outline));

    /// <summary>Runs the pipeline inside a body, by the clock and on the scheduler of that.</summary>
    internal async ValueTask RunInsideAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        await Run(input, output, new RunOptions
        {
            Scheduler = TaskScheduler.Current,
            TimeProvider = timeProvider,
            CancellationToken = cancellationToken,
            IsInside = true,
        }).Completion;

    internal Pipeline<TIn, TNext> Then<TNext>(Node<TOut, TNext> node) => Grown<TNext>(Chain.Append(node));

    /// <summary>Lays the pipeline out; one without stages passes on what it gets.</summary>
    internal void Lay(Plan plan, string path, Link<TIn> input, Link<TOut> output)
    {
        if (Chain.Nodes.IsEmpty) plan.AddStage(path, Pass, FaultPolicy.Stop, input, output);
        else Chain.Lay(plan, path.Length == 0 ? "" : path + "/", input, output);
    }

    private Pipeline<TIn, TNext> Grown<TNext>(Chain chain)
    {
        var pipeline = new Pipeline<TIn, TNext>(chain);
        pipeline.Named(ChainNames, Chain.Nodes.Length);
        return pipeline;
    }

    // What a pipeline without stages does: its two types are one.
    private static IStage<TIn, TOut> Pass => (IStage<TIn, TOut>)(object)new PassStage<TIn>();

    private NameLookup Lookup => new(Outline, Chain.Nodes is [var first, ..] ? first.OwnNameOfHop(level: "") : null);

    private Pipeline<TIn, TOut> Changed(Change change)
    {
        var chain = Chain.TryChange(change, level: "") ?? throw new ArgumentException(
            $"'{change.Name}' is part of '{PathLookup.Parent(change.Name)}' and cannot be changed by itself; "
            + $"'{PathLookup.Parent(change.Name)}' and the stages of its branches can.");
        var pipeline = new Pipeline<TIn, TOut>(chain);
        pipeline.Named(before: null, named: 0);
        return pipeline;
    }

    private ChainNames ChainNames => Volatile.Read(ref _names) ?? Named(before: null, named: 0);

    // Several threads may make it, and all of them make the same.
    private Outline Outline
    {
        get
        {
            if (Volatile.Read(ref _outline) is { } known) return known;
            var outline = new Outline();
            if (!Chain.Nodes.IsEmpty) Lay(outline, "", Link<TIn>.Outlined, Link<TOut>.Outlined);
            Volatile.Write(ref _outline, outline);
            return outline;
        }
    }

    private ChainNames Named(ChainNames? before, int named)
    {
        var names = ChainNames.Of(Chain, before, named, Link<TIn>.Outlined, Link<TOut>.Outlined);
        Volatile.Write(ref _names, names);
        return names;
    }
}
