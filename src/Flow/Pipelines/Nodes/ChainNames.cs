namespace Flow;

/// <summary>
/// The names of a chain's stages and hops, each of which is there once. What a chain that grows had before is not laid out again: its
/// names are those of another.
/// </summary>
internal sealed class ChainNames(ChainNames? before) : Plan
{
    private readonly List<string> _names = [];

    /// <summary>The names of a chain of which the first elements have names already.</summary>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public static ChainNames Of(Chain chain, ChainNames? before, int named, Link input, Link output)
    {
        var names = new ChainNames(before);
        for (var i = named; i < chain.Nodes.Length; i++) CheckOnce(chain, i);
        if (named < chain.Nodes.Length) chain.Lay(names, "", input, output, named);
        return names;
    }

    public override Link<T> AddHop<T>(string name, string from, string to, HopOptions<T> options)
    {
        Add(name);
        return Link<T>.Outlined;
    }

    public override void AddBody(
        string path, Link[] inputs, Link[] outputs, Func<TimeProvider, CancellationToken, ValueTask> run, bool readsInTurn = false) => Add(path);

    public override void AddStage<TIn, TOut>(
        string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output) => Add(path);

    public override Link<Nothing> AddSourceInput() => Link<Nothing>.Outlined;

    public override Link<Nothing> AddSinkOutput() => Link<Nothing>.Outlined;

    // A blueprint has few names, and most differ in length: to compare them is quicker than to keep a table of them.
    private void Add(string name)
    {
        for (var names = this; names is not null; names = names.Before)
        {
            if (names._names.Contains(name)) ThrowTwice(name);
        }

        _names.Add(name);
    }

    private ChainNames? Before => before;

    // What is nested has a name too, which is no stage's.
    private static void CheckOnce(Chain chain, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (chain.Nodes[i].Name == chain.Nodes[index].Name) ThrowTwice(chain.Nodes[index].Name);
        }
    }

    private static void ThrowTwice(string name) => throw new ArgumentException(
        $"The name '{name}' is there twice; each stage and hop of a pipeline has a name of its own. "
        + "Rename one of them, or nest the pipeline it comes from under a name: Then(name, pipeline).");
}
