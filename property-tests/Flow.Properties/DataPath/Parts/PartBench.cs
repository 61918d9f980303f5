using Flow.DataPath;
using Flow.Properties.Bytes;
using Flow.TcpIp;

namespace Flow.Properties.DataPath.Parts;

/// <summary>What is around one part of the stack's stage when it runs by itself: numbers get in front of it, and are found again behind it.</summary>
internal abstract class PartBench : IDisposable
{
    protected PartBench(BufferPool pool, TimeProvider time)
    {
        Pool = pool;
        Line = new Line(pool);
        Parts = Benches.Parts(Line.Near, time);
    }

    /// <summary>Whether there is room for a number.</summary>
    public abstract bool HasRoom { get; }

    /// <summary>Whether nothing more comes out.</summary>
    public abstract bool IsOver { get; }

    /// <summary>When it must be looked at again, whatever else happens.</summary>
    public virtual TimeSpan? PollAt => Line.PollAt;

    protected BufferPool Pool { get; }

    /// <summary>The stack the part belongs to, and a peer.</summary>
    protected Line Line { get; }

    protected StackParts Parts { get; }

    /// <summary>What has been found behind the part so far.</summary>
    protected Numbers Numbers { get; } = new();

    /// <summary>Puts a number in front of the part.</summary>
    public abstract void Put(int number, TimeSpan now);

    /// <summary>Says that no number follows, or why none does.</summary>
    public abstract void End(Exception? fault, TimeSpan now);

    /// <summary>Lets the part, and what is around it, move what they can.</summary>
    /// <returns>Whether anything moved.</returns>
    public abstract bool Advance(TimeSpan now);

    /// <summary>Takes the next number behind the part.</summary>
    public abstract int? Take(TimeSpan now);

    /// <summary>Says that nobody takes any more: the part is told, and then it is over.</summary>
    public abstract void Leave();

    public virtual void Dispose()
    {
        Benches.Dispose(Parts);
        Line.Dispose();
    }
}
