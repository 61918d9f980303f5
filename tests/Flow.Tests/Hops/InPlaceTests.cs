using System.Runtime.CompilerServices;

namespace Flow.Tests.Hops;

/// <summary>What built-in bodies do with a ring's slots.</summary>
public sealed class InPlaceTests
{
    [Fact]
    public void Slots_are_reserved_up_to_the_bound_and_what_is_committed_is_in()
    {
        var (hop, writer) = Ring(new(4));
        Assert.Equal(1, writer.Reserve(1).Length);
        Fill(writer, 4, from: 0);
        Assert.True(writer.Reserve(1).IsEmpty);

        Assert.True(hop.Reader.TryRead(out _) && hop.Reader.TryRead(out _));
        Fill(writer, 2, from: 4);
        Assert.True(writer.Reserve(8).IsEmpty);
        for (var item = 2; item < 6; item++) Assert.True(hop.Reader.TryRead(out var read) && read == item);
    }

    [Fact]
    public void Slots_are_reserved_up_to_a_bound_that_the_ring_has_more_of()
    {
        var (_, writer) = Ring(new(3));
        Fill(writer, 2, from: 0);
        Assert.Equal(1, writer.Reserve(8).Length);
    }

    [Fact]
    public void What_is_peeked_at_stays_until_it_is_passed()
    {
        var (hop, writer) = Ring(new(8));
        var reader = (SlotReader<int>)hop.Reader;
        Assert.True(reader.Peek(4).IsEmpty);
        writer.TryWrite([0, 1, 2, 3]);
        Assert.Equal([0], reader.Peek(1).ToArray());
        Assert.Equal(0, reader.Peek(8)[0]);
        reader.Advance(1);
        Assert.Equal((3, 1), (hop.Read().Held, reader.Peek(8)[0]));
    }

    [Fact]
    public void What_is_passed_gives_back_its_weight()
    {
        var (hop, writer) = Ring(new(10) { Weigh = static item => item });
        Assert.False(writer.CanReserve);
        var reader = (SlotReader<int>)hop.Reader;
        writer.TryWrite([1, 2, 3, 4]);
        // The first item has a slot by itself; those after it lie side by side.
        Assert.Equal([1], reader.Peek(3).ToArray());
        reader.Advance(1);
        Assert.Equal([2, 3], reader.Peek(2).ToArray());
        reader.Advance(2);
        Assert.Equal(4, hop.Read().Occupancy);
    }

    [Fact]
    public void A_fenced_end_has_no_slots()
    {
        var hop = Hop<int>.Create(new(4));
        var (reader, writer) = ((SlotReader<int>)hop.LeaseReader(), (SlotWriter<int>)hop.LeaseWriter());
        writer.TryWrite(1);
        reader.Fence();
        writer.Fence();
        Assert.True(reader.Peek(1).IsEmpty);
        Assert.True(writer.Reserve(1).IsEmpty);
    }

    [Fact]
    public void A_closed_hop_has_no_slots_to_write()
    {
        var (completed, writer) = Ring(new(4));
        completed.Writer.Complete();
        Assert.True(writer.Reserve(1).IsEmpty);
        (var abandoned, writer) = Ring(new(4));
        abandoned.Reader.Abandon();
        Assert.True(writer.Reserve(1).IsEmpty);
    }

    [Fact]
    public void A_slot_keeps_nothing_alive_that_was_passed()
    {
        var hop = Hop<object>.Create(new(4));
        var item = PassOne(hop);
        GC.Collect();
        Assert.False(item.IsAlive);
        GC.KeepAlive(hop);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PassOne(Hop<object> hop)
    {
        hop.Writer.TryWrite(new object());
        var reader = (SlotReader<object>)hop.Reader;
        var item = new WeakReference(reader.Peek(1)[0]);
        reader.Advance(1);
        return item;
    }

    private static (Hop<int> Hop, SlotWriter<int> Writer) Ring(HopOptions<int> options)
    {
        var hop = Hop<int>.Create(options);
        return (hop, (SlotWriter<int>)hop.Writer);
    }

    // Slots that lie side by side end where the ring does.
    private static void Fill(SlotWriter<int> writer, int count, int from)
    {
        for (var filled = 0; filled < count;)
        {
            var slots = writer.Reserve(count - filled);
            Assert.InRange(slots.Length, 1, count - filled);
            for (var slot = 0; slot < slots.Length; slot++) slots[slot] = from + filled + slot;
            writer.Commit(slots.Length);
            filled += slots.Length;
        }
    }
}
