using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>The same, for a span of items at a time: plain numbers as one adds to many of them, others one after the other.</summary>
    public static readonly Action<ReadOnlySpan<T>, Span<T>> Span = typeof(T) == typeof(long) ? AddToNumbers : AddToEach;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddToNumbers(ReadOnlySpan<T> from, Span<T> to)
    {
        var several = MemoryMarshal.Cast<T, Vector<long>>(from);
        var sums = MemoryMarshal.Cast<T, Vector<long>>(to)[..several.Length];
        for (var i = 0; i < several.Length; i++) sums[i] = several[i] + Vector<long>.One;
        var added = several.Length * Vector<long>.Count;
        AddToEach(from[added..], to[added..]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddToEach(ReadOnlySpan<T> from, Span<T> to)
    {
        to = to[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            var item = from[i];
            Unsafe.As<T, long>(ref item)++;
            to[i] = item;
        }
    }
}
