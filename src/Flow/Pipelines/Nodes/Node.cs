namespace Flow;

/// <summary>One element of a pipeline's chain, with the hop before it.</summary>
internal abstract class Node(string name)
{
    public string Name { get; } = StageName.Checked(name);

    /// <summary>The path of the body that reads the node's input.</summary>
    public abstract string Entry(string level);

    /// <summary>The path of the body that writes the node's output.</summary>
    public abstract string Exit(string level);

    /// <summary>The name of the hop before the node, when <paramref name="from"/> writes it.</summary>
    public abstract string NameOfHop(string from, string level);

    /// <summary>The name the hop before the node was given, by its path; none if it was given none.</summary>
    public abstract string? OwnNameOfHop(string level);

    /// <summary>The hop before the node in short: the name it was given, and its bound.</summary>
    public abstract string HopLabel { get; }

    /// <summary>The type of the items it reads.</summary>
    public abstract Type Input { get; }

    /// <summary>The type of the items it writes.</summary>
    public abstract Type Output { get; }

    public abstract Link AddHop(Plan plan, string from, string level);

    public abstract void Lay(Plan plan, string level, Link input, Link output);

    /// <summary>The node with another stage in its place, under its name.</summary>
    public abstract Node With(StageReplacement replacement);

    /// <summary>The node with another hop before it.</summary>
    public abstract Node With(HopChange change);

    /// <summary>The node with another fault policy; <paramref name="path"/> is its own.</summary>
    public virtual Node With(FaultPolicy policy, string path) => throw new ArgumentException(
        $"'{path}' is more than a stage from one hop to another, and has no fault policy; the stages nested in it can have one, by their paths.");

    /// <summary>The node under another name.</summary>
    public abstract Node Renamed(string name);

    /// <summary>The node with something changed that is nested in it; none if that is not there.</summary>
    public virtual Node? WithInside(Change change, string level) => null;

    /// <summary>What is nested in the node, and what to print before it.</summary>
    public virtual IEnumerable<(string Heading, Chain Chain)> Inside => [];
}

/// <inheritdoc cref="Node"/>
internal abstract class Node<TIn, TOut>(string name, HopOptions<TIn>? hop) : Node(name), INodeFrom<TIn>
{
    public HopOptions<TIn>? Hop { get; } = Checked(name, hop);

    public virtual (HopOptions<TIn>? Options, string Level) HeadHop(string level) => (Hop, level);

    public sealed override string? OwnNameOfHop(string level) =>
        HeadHop(level) is ({ Name: { } own }, var at) ? at + own : null;

    public sealed override string NameOfHop(string from, string level) =>
        OwnNameOfHop(level) ?? HopName.Between(from, Entry(level));

    public sealed override string HopLabel
    {
        get
        {
            var options = HeadHop("").Options ?? HopOptions<TIn>.Default;
            return options.Name is null ? $"{options.Capacity}" : $"{options.Name} {options.Capacity}";
        }
    }

    public sealed override Link AddHop(Plan plan, string from, string level) =>
        plan.AddHop(NameOfHop(from, level), from, Entry(level), HeadHop(level).Options ?? HopOptions<TIn>.Default);

    public sealed override void Lay(Plan plan, string level, Link input, Link output) =>
        Lay(plan, level, (Link<TIn>)input, (Link<TOut>)output);

    public sealed override Type Input => typeof(TIn);

    public sealed override Type Output => typeof(TOut);

    public override Node With(HopChange change) => With(Name, change.As(Hop));

    public sealed override Node Renamed(string name) => With(name, Hop);

    public override Node With(StageReplacement replacement) => Of(Name, replacement.As<TIn, TOut>(), Hop ?? replacement.HopOf<TIn, TOut>());

    protected abstract void Lay(Plan plan, string level, Link<TIn> input, Link<TOut> output);

    protected abstract Node With(string name, HopOptions<TIn>? hop);

    public static Node<TIn, TOut> Of(string name, IStage<TIn, TOut> stage, HopOptions<TIn>? hop) => stage is Pipeline<TIn, TOut> pipeline
        ? new NestedNode<TIn, TOut>(name, pipeline, hop)
        : new StageNode<TIn, TOut>(name, stage, hop, FaultPolicy.Stop);

    private static HopOptions<TIn>? Checked(string name, HopOptions<TIn>? hop)
    {
        hop?.CheckOfBlueprint($"The hop before '{name}'", nameof(hop));
        return hop;
    }
}
