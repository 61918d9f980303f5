using System.Buffers.Binary;
using System.Security.Cryptography;
using Flow.DataPath;
using Flow.TcpIp;

namespace Flow.Properties.DataPath;

/// <summary>What happened in a run, in a few figures: a digest of every frame sent with its moment, the steps, and the time at the end.</summary>
internal sealed record Transcript(string Frames, long FrameCount, int Steps, TimeSpan End)
{
    public static Transcript Of(PathCase example)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (frames, steps, end) = (0L, 0, TimeSpan.Zero);
        SimulatedWorld.Run(
            example,
            async world =>
            {
                await new Conversations(world, example).HoldAsync(Talk.BothWaysAsync, Talk.BothWaysAsync);
                (steps, end) = (world.Steps, world.Time.Now);
            },
            time => new HostStages
            {
                Tx = _ => Pipeline.Of<Frame>().Tap("record", frame => Record(frame, time.GetTimestamp())).Then("tx", new Tx(), new HopOptions<Frame>(1)),
            });
        return new Transcript(Convert.ToHexString(digest.GetHashAndReset()), frames, steps, end);

        void Record(Frame frame, long now)
        {
            Span<byte> moment = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(moment, now);
            digest.AppendData(moment);
            digest.AppendData(frame.Data.Span);
            frames++;
        }
    }
}
