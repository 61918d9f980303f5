using System.Buffers.Binary;
using System.IO.Hashing;
using Flow.Swarm.Draws;
using Flow.Swarm.Reports;
using Flow.TcpIp;

namespace Flow.Swarm;

/// <summary>Many runs, on as many threads as are wanted, each run on one.</summary>
internal sealed class SwarmRuns(ulong seed, Action<SwarmProgress> progress)
{
    private readonly Lock _counting = new();
    private readonly List<RunResult?> _results = [];
    private int _done;
    private int _failed;
    private TimeSpan _simulated;

    /// <summary>Runs until <paramref name="runs"/> have been begun or <paramref name="stopping"/> says so; what has begun comes to its end.</summary>
    public SwarmReport Run(int runs, int threads, CancellationToken stopping)
    {
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() => Work(runs, stopping)) { Name = $"swarm {number}" }).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return Report();
    }

    private void Work(int runs, CancellationToken stopping)
    {
        var pool = new BufferPool();
        while (!stopping.IsCancellationRequested && TryBegin(runs) is { } index)
        {
            var result = SwarmRun.Hold(RunDraw.Short(seed + (ulong)index), pool);
            // What a failed run has left behind is no concern of the next one.
            if (result.Breach is not null) pool = new BufferPool();
            End(index, result);
        }
    }

    private int? TryBegin(int runs)
    {
        lock (_counting)
        {
            if (_results.Count == runs) return null;
            _results.Add(null);
            return _results.Count - 1;
        }
    }

    private void End(int index, RunResult result)
    {
        lock (_counting)
        {
            _results[index] = result;
            _done++;
            _failed += result.Breach is null ? 0 : 1;
            _simulated += result.Time;
            progress(new SwarmProgress(_done, _failed, _simulated));
        }
    }

    private SwarmReport Report()
    {
        var digest = new XxHash128();
        Span<byte> bytes = stackalloc byte[16];
        foreach (var result in _results.OfType<RunResult>())
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, result.Digest);
            digest.Append(bytes);
        }

        return new SwarmReport(
            _done,
            _failed,
            [.. _results.OfType<RunResult>().Where(static result => result.Breach is not null).Select(SwarmFailure.Of)],
            _simulated.TotalSeconds,
            Convert.ToHexStringLower(digest.GetCurrentHash()));
    }
}
