using System.Runtime.CompilerServices;

namespace Flow.Benchmarks.Peers;

/// <summary>Items are values of any size, of which the first eight bytes are a number.</summary>
internal static class Item
{
    public static T Of<T>(long number)
        where T : unmanaged
    {
        var item = default(T);
        Unsafe.As<T, long>(ref item) = number;
        return item;
    }

    public static long NumberOf<T>(T item)
        where T : unmanaged => Unsafe.As<T, long>(ref item);
}
