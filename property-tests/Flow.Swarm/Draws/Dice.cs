using System.Buffers.Binary;
using System.Numerics;

namespace Flow.Swarm.Draws;

/// <summary>Draws from a seed, the same ones on every machine and in every version of the framework (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var mixed = _state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Dice of its own for a part of a draw, which may then draw more or less without a change to the other parts.</summary>
    public Dice Apart() => new(Next());

    public int Below(int count) => (int)Math.BigMul(Next(), (uint)count, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>In whole milliseconds, both ends included.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMilliseconds(Between((int)least.TotalMilliseconds, (int)most.TotalMilliseconds));

    /// <summary>Small ones as likely as large ones.</summary>
    public int Size(int least, int most)
    {
        var magnitude = Between(BitOperations.Log2((uint)least), BitOperations.Log2((uint)most));
        return Math.Clamp(Between(1 << magnitude, (2 << magnitude) - 1), least, most);
    }

    public bool OneIn(int count) => Below(count) == 0;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[(count + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong)];
        for (var at = 0; at < bytes.Length; at += sizeof(ulong)) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), Next());
        Array.Resize(ref bytes, count);
        return bytes;
    }
}
