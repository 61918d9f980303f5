using System.Security.Cryptography;
using System.Text;

namespace Flow.Testing;

/// <summary>A digest of cases: of each what it was, what happened in it step by step, and what the schedule decided.</summary>
internal sealed class CaseDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add<TCase>(Drawn<TCase> drawn, Story story, Schedule? schedule)
    {
        Add($"{drawn.Case} on {drawn.Scheduling}");
        foreach (var line in story.Lines) Add(line);
        Add($"{schedule}");
    }

    public void Dispose() => _hash.Dispose();

    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, 16));

    private void Add(string line) => _hash.AppendData(Encoding.UTF8.GetBytes(line + '\n'));
}
