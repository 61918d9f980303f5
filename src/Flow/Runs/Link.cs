using System.Threading.Channels;

namespace Flow;

/// <summary>
/// What joins two bodies of a run, or a body to what lies outside: a hop that the run closes in its bodies' name, or a
/// reader or writer that somebody else gave.
/// </summary>
internal abstract class Link
{
    /// <summary>The body that writes here; none at a run's input.</summary>
    public Body? WrittenBy
    {
        get;
        set
        {
            field = value;
            IntroduceTenants();
        }
    }

    /// <summary>The body that reads here; none at a run's output.</summary>
    public Body? ReadBy
    {
        get;
        set
        {
            field = value;
            IntroduceTenants();
        }
    }

    /// <summary>The error the body that writes ended its part with, if it did so itself.</summary>
    public abstract Exception? WriterError { get; }

    /// <summary>The error the body that reads ended its part with, if it did so itself.</summary>
    public abstract Exception? ReaderError { get; }

    /// <summary>Whether nothing will be taken any more from the body that writes.</summary>
    public abstract bool IsGone { get; }

    /// <summary>The error the reader gave when it abandoned the hop.</summary>
    public abstract Exception? Abandonment { get; }

    /// <summary>Whether the body that reads can be told that its input has ended, and another can read on.</summary>
    public abstract bool CanFence { get; }

    /// <summary>What the body that reads has of it now, where it can be ended.</summary>
    public abstract ILease? Lease { get; }

    /// <summary>Tells the body that reads, and those that read on after it, that the input has ended, where that can be told.</summary>
    public abstract void Drain();

    /// <summary>The body that read has returned, and another reads on.</summary>
    public abstract void RenewReading();

    /// <summary>The body that wrote has returned, and another writes on.</summary>
    public abstract void RenewWriting();

    /// <summary>The body that read has returned: what it left is released.</summary>
    public abstract void CloseReading(Exception? error, ReleaseReason reason);

    /// <summary>The body that wrote has returned.</summary>
    public abstract void CloseWriting(Exception? error);

    /// <summary>Whether the body that reads has only passed on what its input ended with.</summary>
    public abstract bool EndedWith(Exception error);

    /// <summary>What the hop has counted; none where there is no hop.</summary>
    public abstract HopReading? Read();

    /// <summary>Tells the hop, and what is lent of it, who reads and writes.</summary>
    protected abstract void IntroduceTenants();
}

/// <inheritdoc cref="Link"/>
internal sealed class Link<T> : Link
{
    private readonly Hop<T>? _hop;
    private ChannelReader<T>? _reader;
    private bool _isDrained;

    private Link()
    {
    }

    public Link(Hop<T> hop)
    {
        _hop = hop;
        _reader = hop.LeaseReader();
        Writer = hop.LeaseWriter();
    }

    /// <summary>A run's input.</summary>
    public Link(ChannelReader<T> reader)
    {
        _hop = (reader as HopReader<T>)?.OwnedHop;
        _reader = _hop?.LeaseReader() ?? reader;
    }

    /// <summary>A run's output.</summary>
    public Link(ChannelWriter<T> writer)
    {
        _hop = (writer as HopWriter<T>)?.OwnedHop;
        Writer = _hop?.LeaseWriter() ?? writer;
    }

    /// <summary>A link of a blueprint that is looked at, not run.</summary>
    public static Link<T> Outlined { get; } = new();

    /// <summary>What the body that reads is given.</summary>
    public ChannelReader<T>? Reader => Volatile.Read(ref _reader);

    /// <summary>What the body that writes is given.</summary>
    public ChannelWriter<T>? Writer { get; private set; }

    /// <summary>The reading end for a body of several inputs: abandoning it tells the body that writes, before this one has returned.</summary>
    public ChannelReader<T>? ClosingReader => WrittenBy is not null && _hop is not null ? _hop.Reader : Reader;

    /// <summary>The writing end for a body of several outputs: completing it tells the body that reads, before this one has returned.</summary>
    public ChannelWriter<T>? ClosingWriter => _hop?.Writer ?? Writer;

    public override Exception? WriterError => (Writer as ILease)?.Error;

    public override Exception? ReaderError => (Reader as ILease)?.Error;

    public override bool IsGone => Writer switch
    {
        null => false,
        HopWriter<T> writer => writer.IsAbandoned,
        // A framework channel has no other word for it. The wait, if there is one, is the last the body makes.
        var writer => writer.WaitToWriteAsync() is { IsCompletedSuccessfully: true, Result: false },
    };

    public override Exception? Abandonment => (Writer as HopWriter<T>)?.Abandonment;

    public override bool CanFence => _hop is not null || Reader is SourceInput;

    public override ILease? Lease => Reader as ILease;

    public override void Drain()
    {
        Volatile.Write(ref _isDrained, true);
        Interlocked.MemoryBarrier();
        Lease?.Fence();
    }

    public override void RenewReading()
    {
        // Whatever the last tenant has left running reads no more.
        if (_hop is not null) Lease?.Fence();
        if (_hop is not null) Volatile.Write(ref _reader, _hop.LeaseReader());
        else if (Reader is SourceInput) Volatile.Write(ref _reader, (ChannelReader<T>)(object)new SourceInput());
        IntroduceTenants();
        Interlocked.MemoryBarrier();
        // Either this sees that it was drained, or the draining ends the new lease itself.
        if (Volatile.Read(ref _isDrained)) Lease?.Fence();
    }

    public override void RenewWriting()
    {
        if (_hop is null) return;
        (Writer as ILease)?.Fence();
        Writer = _hop.LeaseWriter();
        IntroduceTenants();
    }

    public override void CloseReading(Exception? error, ReleaseReason reason)
    {
        if (_hop is not null) _hop.Abandon(error, reason);
        else (Reader as HopReader<T>)?.Abandon(error);
    }

    public override void CloseWriting(Exception? error)
    {
        if (_hop is not null) _hop.Writer.TryComplete(error);
        else Writer!.TryComplete(error);
    }

    public override bool EndedWith(Exception error)
    {
        var ended = Reader is HopReader<T> hop ? hop.CompletionError : Reader?.Completion.Exception?.InnerException;
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (ReferenceEquals(cause, ended)) return true;
        }

        return false;
    }

    /// <summary>Releases an item that the body had taken, and that comes to nothing.</summary>
    public void ReleaseTaken(T item, ReleaseReason reason)
    {
        if (_hop is not null) _hop.ReleaseTaken(item, reason);
        else Unwanted.Dispose(item);
    }

    // Nothing goes through a hop of nothing.
    public override HopReading? Read() => typeof(T) == typeof(Nothing) ? null : _hop?.Read();

    // The other side of a hop that was given to the run is another's.
    protected override void IntroduceTenants()
    {
        if (_hop is null) return;
        if (ReadBy is { } reader)
        {
            _hop.ReadBy = reader.Path;
            if (Reader is LeasableReader<T> lease) lease.TenantToken = reader.Token;
        }

        if (WrittenBy is { } writer)
        {
            _hop.WrittenBy = writer.Path;
            if (Writer is LeasableWriter<T> lease) lease.TenantToken = writer.Token;
        }
    }
}
