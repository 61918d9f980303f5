namespace Flow;

/// <summary>A node whose input is known; what it makes of it is not.</summary>
internal interface INodeFrom<TIn>
{
    /// <summary>What is known of the hop before the node, and the level its name belongs to.</summary>
    (HopOptions<TIn>? Options, string Level) HeadHop(string level);
}
