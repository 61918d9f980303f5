using Flow.Testing;
using Xunit;

namespace Flow.Properties.DataPath;

public sealed class PathLawTests
{
    [Fact]
    public void Bytes_arrive_in_order_over_any_network() =>
        PathLaws.Delivery.Hold(WholePath.Default, PathCases.Any, Execution.Inline, samples: 150);

    [Fact]
    public void Receiving_never_waits_for_sending() =>
        PathLaws.Delivery.Hold(WholePath.Default, PathCases.Narrowest, Execution.Inline, samples: 50);

    [Fact]
    public void A_connection_half_closed_carries_the_answer() =>
        PathLaws.HalfClose.Hold(WholePath.Default, PathCases.Any, Execution.Inline, samples: 50);

    [Fact]
    public void A_host_may_be_disposed_at_any_moment() =>
        PathLaws.Cancellation.Hold(WholePath.Default, PathCases.Any, Execution.Inline, samples: 150);

    [Fact]
    public void Hosts_may_be_disposed_though_no_app_reads() =>
        PathLaws.Deafness.Hold(WholePath.Default, PathCases.Any, Execution.Inline, samples: 80);

    [Fact]
    public void An_app_that_closes_with_bytes_unread_resets_the_other() =>
        PathLaws.Reset.Hold(WholePath.Default, PathCases.Roomy, Execution.Inline, samples: 40);

    [Fact]
    public void The_same_case_is_the_same_run() =>
        PathLaws.Determinism.Hold(WholePath.Default, PathCases.Any, Execution.Inline, samples: 15);
}
