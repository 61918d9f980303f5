namespace Flow;

/// <summary>A blueprint's stages and hops by name, to be printed, listed and checked.</summary>
internal sealed class Outline : Plan
{
    private readonly List<string> _stages = [];
    private readonly List<OutlinedHop> _hops = [];

    public IReadOnlyList<string> Stages => _stages;

    public IReadOnlyList<OutlinedHop> Hops => _hops;

    public IEnumerable<string> HopNames => _hops.Select(hop => hop.Name);

    public IEnumerable<string> Names => _stages.Concat(HopNames);

    public override Link<T> AddHop<T>(string name, string from, string to, HopOptions<T> options)
    {
        _hops.Add(new OutlinedHop(name, from, to, options.Capacity));
        return Link<T>.Outlined;
    }

    public override void AddBody(
        string path, Link[] inputs, Link[] outputs, Func<TimeProvider, CancellationToken, ValueTask> run, bool readsInTurn = false) => _stages.Add(path);

    public override void AddStage<TIn, TOut>(
        string path, IStage<TIn, TOut> stage, FaultPolicy policy, Link<TIn> input, Link<TOut> output) => _stages.Add(path);

    public override Link<Nothing> AddSourceInput() => Link<Nothing>.Outlined;

    public override Link<Nothing> AddSinkOutput() => Link<Nothing>.Outlined;
}

/// <summary>A hop of a blueprint.</summary>
internal sealed record OutlinedHop(string Name, string From, string To, int Capacity)
{
    /// <summary>Whether the name is more than what it joins.</summary>
    public bool HasOwnName => Name != HopName.Between(From, To);

    /// <summary>
    /// Whether the end of its name may stand for it: of a default name the end has something of both stages it joins, since the second
    /// alone is that stage's name.
    /// </summary>
    public bool MayBeCalled(string end) => HasOwnName || end.Length >= Name.Length - From.Length;
}
