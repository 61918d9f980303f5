using System.Threading.Channels;

namespace Flow;

/// <summary>How a hop is bounded and what it does with items nobody will read.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="Capacity">
/// The bound, at least 1: of items, or of weight where <see cref="Weigh"/> is given.
/// </param>
public sealed record HopOptions<T>(int Capacity)
{
    /// <summary>The bound a hop has when nothing else is said: 256 items.</summary>
    public static HopOptions<T> Default { get; } = new(256);

    /// <summary>The hop's name; by default <c>from.to</c>, the names of the stages it joins.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What an item weighs, at least 0; the hop keeps the answer it got when it took the item. An item heavier than the
    /// bound goes in when nothing that weighs anything is inside, one that weighs nothing when there is room for 1. By default
    /// every item counts 1.
    /// </summary>
    public Func<T, int>? Weigh { get; init; }

    /// <summary>The bound on the number of items in a hop that is bounded by weight; ignored otherwise.</summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>
    /// Called once with each accepted item that will never be delivered. By default the item's <see cref="IDisposable.Dispose"/>,
    /// where it has one, or that of each item of an array. What it throws is thrown, after the others have been released, by the call that released: the
    /// abandonment, or a write that made an item fall. A write of which the hop had taken something, as one has that the abandonment overtook, says
    /// how much, and the writer's next call throws instead: a write where items may fall, a wait, or the completion.
    /// </summary>
    public Action<T, ReleaseReason>? Release { get; init; }

    /// <summary>
    /// What the hop does with an item there is no room for; by default its writer waits. A dropped item counts as accepted, and is
    /// released as <see cref="ReleaseReason.Dropped"/> by the write that made it fall.
    /// </summary>
    public HopFullMode FullMode { get; init; }

    /// <summary>
    /// Whether one caller at a time writes, as every stage does. Where it is <see langword="false"/> any number may, each waiting on
    /// its own; the hop then takes a lock.
    /// </summary>
    public bool SingleWriter { get; init; } = true;

    /// <summary>
    /// Whether one caller at a time reads, as every stage does. Where it is <see langword="false"/> any number may compete: each item
    /// goes to one of them, and who waited may find that another was faster. The hop then takes a lock.
    /// </summary>
    public bool SingleReader { get; init; } = true;

    /// <summary>
    /// Makes the channel that stands in for the hop; by default the hop is Flow's own. It knows nothing of <see cref="Weigh"/>,
    /// <see cref="FullMode"/>, <see cref="SingleWriter"/> and <see cref="SingleReader"/>, which are then left as they are.
    /// </summary>
    public Func<Channel<T>>? StandIn { get; init; }

    /// <summary>The hop in an error.</summary>
    internal string Called => string.IsNullOrWhiteSpace(Name) ? "the hop" : $"the hop '{Name}'";

    /// <summary>Refuses what makes no hop of a blueprint, where a name is one of its stage's level.</summary>
    internal void CheckOfBlueprint(string hop, string parameter)
    {
        Check(hop, parameter);
        if (Name is null) return;
        if (string.IsNullOrWhiteSpace(Name))
            throw new ArgumentException($"{hop} has an empty name; leave it out, and it is called after the stages it joins.", parameter);
        if (Name.Contains('/', StringComparison.Ordinal))
            throw new ArgumentException($"{hop} has the name '{Name}' with a slash; slashes are in the paths of nested stages only.", parameter);
    }

    /// <summary>Refuses what makes no hop.</summary>
    internal void Check(string hop, string parameter)
    {
        if (Capacity < 1) throw new ArgumentOutOfRangeException(parameter, $"{hop} has a bound of {Capacity}; a hop holds at least 1.");
        if (MaxItems < 1) throw new ArgumentOutOfRangeException(parameter, $"{hop} has MaxItems of {MaxItems}; a hop holds at least 1.");
        if (StandIn is null) return;
        var unknown = this switch
        {
            { FullMode: not HopFullMode.Wait } => $"FullMode = {FullMode}",
            { Weigh: not null } => "Weigh",
            { SingleWriter: false } => "SingleWriter = false",
            { SingleReader: false } => "SingleReader = false",
            _ => null,
        };
        if (unknown is not null)
            throw new ArgumentException($"{hop} has both a stand-in and {unknown}, which the channel that stands in would not know of.", parameter);
    }
}
