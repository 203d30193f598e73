using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Who disposes what, and what the counts say.</summary>
public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        var outside = torch.ones(2);
        Tensor inside, moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                inside = outside + 1;
                moved = (outside + 2).MoveToOuterDisposeScope();
                detached = (outside + 3).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
                Assert.True(inner.Contains(inside));
                Assert.False(inner.Contains(moved));
            }
            Assert.True(inside.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.Same(moved, Assert.Single(outer.DisposablesView));
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        Assert.False(outside.IsInvalid);
        detached.Dispose();
        outside.Dispose();
    }

    [Fact]
    public void Disposing_early_leaves_the_scope_and_order_does_not_matter()
    {
        using var scope = NewDisposeScope();
        var kept = new List<Tensor>();
        for (int i = 0; i < 100; i++)
        {
            var t = torch.zeros(1);
            if (i % 3 == 0) kept.Add(t);
            else t.Dispose();
        }
        Assert.Equal(kept.Count, scope.DisposablesCount);
        Assert.Equal(kept, scope.DisposablesView);
        scope.DisposeEverythingBut(kept[5], kept[7]);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.False(kept[5].IsInvalid);
        Assert.True(kept[6].IsInvalid);
        scope.MoveToOuter(kept[5]);
        Assert.Equal(1, scope.DisposablesCount);
        kept[5].Dispose();
    }

    [Fact]
    public void Attach_takes_a_tensor_out_of_its_scope()
    {
        using var outer = NewDisposeScope();
        var t = torch.zeros(1);
        using (var inner = NewDisposeScope())
        {
            inner.Attach(t);
            Assert.Equal(0, outer.DisposablesCount);
        }
        Assert.True(t.IsInvalid);
    }

    [Fact]
    public void A_hundred_thousand_tensors_in_one_scope_are_given_back()
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        statistics.Reset();
        using (var scope = NewDisposeScope())
        {
            for (int i = 0; i < 100_000; i++) torch.empty(1);
            Assert.Equal(100_000, scope.DisposablesCount);
            Assert.Equal(100_000, statistics.ThreadTotalLiveCount);
            Assert.True(Tensor.TotalCount >= 100_000);
        }
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Statistics_count_creation_and_disposal_on_this_thread()
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        statistics.Reset();
        var a = torch.ones(1);
        using (NewDisposeScope())
        {
            var b = torch.ones(1);
            var c = torch.ones(1);
            c.Dispose();
            b.DetachFromDisposeScope().Dispose();
            torch.ones(1);
        }
        a.Dispose();
        Assert.Equal((1, 3, 2, 2, 1, 0), (statistics.CreatedOutsideScopeCount, statistics.CreatedInScopeCount,
            statistics.DisposedOutsideScopeCount, statistics.DisposedInScopeCount, statistics.DetachedFromScopeCount, statistics.ThreadTotalLiveCount));
    }

    [Fact]
    public void A_packed_sequence_counts_as_one_with_the_four_tensors_it_keeps()
    {
        var statistics = DisposeScopeManager.Statistics;
        using var outer = NewDisposeScope();
        Tensor[] sequences = [tensor(new long[] { 1, 2, 3 }), tensor(new long[] { 4, 5 })];
        statistics.Reset();
        var packed = nn.utils.rnn.pack_sequence(sequences, enforce_sorted: false);
        Assert.Equal((4L, 0L, 4L), (statistics.TensorStatistics.CreatedInScopeCount, statistics.TensorStatistics.DisposedInScopeCount, statistics.TensorStatistics.DetachedFromScopeCount));
        Assert.Equal((1L, 0L), (statistics.PackedSequenceStatistics.CreatedInScopeCount, statistics.PackedSequenceStatistics.DetachedFromScopeCount));
        Assert.True(outer.Contains(packed));
        outer.Detach(packed);
        Assert.Equal(1, statistics.PackedSequenceStatistics.DetachedFromScopeCount);
        outer.Attach(packed);
        outer.Attach(packed);
        Assert.Equal(1, statistics.PackedSequenceStatistics.AttachedToScopeCount);
        packed.Dispose();
        Assert.False(outer.Contains(packed));
        Assert.Equal((0L, 4L, 1L), (statistics.DisposedOutsideScopeCount, statistics.TensorStatistics.DisposedInScopeCount, statistics.PackedSequenceStatistics.DisposedInScopeCount));
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_counts()
    {
        var statistics = DisposeScopeManager.Statistics;
        Tensor given;
        TorchSharp.Modules.Parameter parameter;
        using (var scope = NewDisposeScope())
        {
            given = torch.ones(2);
            statistics.Reset();
            using (NewDisposeScope()) parameter = new TorchSharp.Modules.Parameter(given);
            Assert.True(given.IsInvalid);
            Assert.Same(parameter, Assert.Single(scope.DisposablesView));
            Assert.Equal(0, statistics.CreatedInScopeCount + statistics.DisposedInScopeCount + statistics.DisposedOutsideScopeCount);
            var made = new TorchSharp.Modules.Parameter(parameter.detach() * 2);
            scope.MarkAsDisposed(made);
            Assert.False(scope.Contains(made));
            made.Dispose();
        }
        Assert.True(parameter.IsInvalid);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
    }
}
