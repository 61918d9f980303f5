using System.Runtime.CompilerServices;

namespace Flow.Benchmarks.Peers;

/// <summary>The function at every hop, <c>x => x + 1</c>, called through a delegate and never inlined.</summary>
internal static class Increment<T>
    where T : unmanaged
{
    public static readonly Func<T, T> One = [MethodImpl(MethodImplOptions.NoInlining)] static (item) =>
    {
        Unsafe.As<T, long>(ref item)++;
        return item;
    };

    /// <summary>The same, for a span of items at a time.</summary>
    public static readonly Action<ReadOnlySpan<T>, Span<T>> Span = [MethodImpl(MethodImplOptions.NoInlining)] static (from, to) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var item = from[i];
            Unsafe.As<T, long>(ref item)++;
            to[i] = item;
        }
    };
}
