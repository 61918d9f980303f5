namespace Flow.Zoo.Stages.Broken;

/// <summary>It takes items out of its buffer from the start, and not from the oldest on.</summary>
internal sealed class ReordersAtWrap : Buffering
{
    protected override int[] Oldest(int[] buffer, int first, int count)
    {
        var wrapped = Math.Max(0, (first % buffer.Length) + count - buffer.Length);
        return [.. buffer[..wrapped], .. buffer.AsSpan(first % buffer.Length, count - wrapped)];
    }
}
