using FsCheck;
using FsCheck.Fluent;

namespace Flow.Testing;

/// <summary>Generates and shrinks what the two sides of a hop do.</summary>
internal static class MoveScripts
{
    public static Gen<Move[]> Any { get; } =
        Gen.Elements(Enum.GetValues<MoveKind>())
            .Zip(Gen.Choose(1, 12), static (kind, size) => new Move(kind, size))
            .ArrayOf()
            .Select(static moves => moves.Take(8).ToArray());

    /// <summary>The script, with a move that moves something if it has none.</summary>
    public static IReadOnlyList<Move> ThatMove(IReadOnlyList<Move> moves) =>
        moves.Any(static move => move.Kind != MoveKind.Stall) ? moves : [.. moves, new Move(MoveKind.Async, 1)];

    /// <summary>Fewer moves, then smaller ones.</summary>
    public static IEnumerable<Move[]> Shrink(Move[] moves)
    {
        for (var i = 0; i < moves.Length; i++) yield return [.. moves[..i], .. moves[(i + 1)..]];
        for (var i = 0; i < moves.Length; i++)
        {
            if (moves[i].Size > 1) yield return [.. moves[..i], moves[i] with { Size = moves[i].Size / 2 }, .. moves[(i + 1)..]];
        }
    }

    /// <summary>Smaller numbers, down to <paramref name="least"/>.</summary>
    public static IEnumerable<int> Shrink(int number, int least)
    {
        if (number <= least) yield break;
        yield return least;
        if ((number + least) / 2 is var half && half != least) yield return half;
        if (number - 1 != least) yield return number - 1;
    }
}
