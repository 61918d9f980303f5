namespace Flow;

/// <summary>Two sources beside each other, and the body that makes one item of each two of theirs.</summary>
internal sealed class ZipNode<TFirst, TSecond, T>(
    string name, Branch<Nothing, TFirst> first, Branch<Nothing, TSecond> second, Func<TFirst, TSecond, T> combine, HopOptions<Nothing>? hop)
    : Node<Nothing, T>(name, hop)
{
    public override IEnumerable<(string Heading, Chain Chain)> Inside =>
        [($"{Name}/{first.Name}: ", first.Pipeline.Chain), ($"{Name}/{second.Name}: ", second.Pipeline.Chain)];

    public override string Entry(string level) => level + Name;

    public override string Exit(string level) => level + Name;

    public override Node? WithInside(Change change, string level)
    {
        var path = level + Name;
        if (first.TryChange(change, path, from: null, to: path) is { } otherFirst)
            return new ZipNode<TFirst, TSecond, T>(Name, otherFirst, second, combine, Hop);
        if (second.TryChange(change, path, from: null, to: path) is { } otherSecond)
            return new ZipNode<TFirst, TSecond, T>(Name, first, otherSecond, combine, Hop);
        return null;
    }

    protected override void Lay(Plan plan, string level, Link<Nothing> input, Link<T> output)
    {
        var path = level + Name;
        var firsts = first.AddHopAfter(plan, path, path);
        var seconds = second.AddHopAfter(plan, path, path);
        first.Pipeline.Lay(plan, first.Path(path), plan.AddSourceInput(), firsts);
        second.Pipeline.Lay(plan, second.Path(path), plan.AddSourceInput(), seconds);
        plan.AddBody(path, [input, firsts, seconds], [output], (timeProvider, cancellationToken) => ZipBody.RunAsync(
            (HopReader<TFirst>)firsts.Reader!, (HopReader<TSecond>)seconds.Reader!, combine, output.Writer!, timeProvider, cancellationToken));
    }

    protected override Node With(string name, HopOptions<Nothing>? hop) => new ZipNode<TFirst, TSecond, T>(name, first, second, combine, hop);
}
