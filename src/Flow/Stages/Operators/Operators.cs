namespace Flow;

/// <summary>The stages that come with the library, as methods of the pipelines they continue.</summary>
/// <remarks>
/// All keep order unless told otherwise. They work on batches, and have at most one in hand; asynchronous ones on single items. A
/// delegate is called for one item at a time, in order, by one caller, except where it says parallel; an item passed to it is its own,
/// unless it only looks. When it throws, what became of the items before still arrives, unless results leave in any order.
/// </remarks>
public static partial class Operators;
