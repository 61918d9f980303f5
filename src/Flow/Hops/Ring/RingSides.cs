using System.Runtime.InteropServices;

namespace Flow;

// What the writer of a ring writes. Each side has a cache line of its own, with unused ones before and after it (two
// where lines are fetched in pairs), so that neither slows the other down by writing what the other does not read.
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct RingWriterSide
{
    /// <summary>Position of the next item to be written: published to the reader.</summary>
    [FieldOffset(128)] public long Tail;

    /// <summary>Weight of all items ever written: published, before <see cref="Tail"/>.</summary>
    [FieldOffset(136)] public long WeightIn;

    /// <summary>The reader's head as the writer last saw it.</summary>
    [FieldOffset(144)] public long HeadSeen;

    /// <summary>The weight read as the writer last saw it.</summary>
    [FieldOffset(152)] public long WeightOutSeen;

    /// <summary>The room the last refused item wants, from 1 to the capacity, which a wait for room waits for.</summary>
    [FieldOffset(160)] public long RoomWanted;

    /// <summary>Up to where single items may be written in the segment without looking at the reader's head again.</summary>
    [FieldOffset(168)] public long Limit;
}

// What the reader of a ring writes.
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct RingReaderSide
{
    /// <summary>Position of the next item to be read: published to the writer.</summary>
    [FieldOffset(64)] public long Head;

    /// <summary>Weight of all items ever read: published, before <see cref="Head"/>.</summary>
    [FieldOffset(72)] public long WeightOut;

    /// <summary>The writer's tail as the reader last saw it.</summary>
    [FieldOffset(80)] public long TailSeen;

    /// <summary>Up to where the reader may read in its segment without looking at the writer's tail again.</summary>
    [FieldOffset(88)] public long Limit;

    /// <summary>How many times the reader found something new.</summary>
    [FieldOffset(96)] public long Batches;

    /// <summary>The most it found.</summary>
    [FieldOffset(104)] public long Peak;
}
