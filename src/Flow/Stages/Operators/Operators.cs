namespace Flow;

/// <summary>The stages that come with the library, as methods of the pipelines they continue.</summary>
/// <remarks>
/// All keep order unless told otherwise, work on batches, and have at most one in hand. A delegate is called for one item at a
/// time, in order, by one caller, except where it says parallel; an item passed to it is its own. When it throws, the items that came
/// before still arrive.
/// </remarks>
public static partial class Operators;
