namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One schedule after the other, changing at the milestones.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones,
                        int last_epoch = -1) : base(optimizer, last_epoch + 1, false)
                    {
                        this.schedulers = [.. schedulers];
                        this.milestones = [.. milestones];
                        if (this.schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                            throw new ArgumentException(
                                "The SequentialLR scheduler expects all its sub-schedulers to be bound to the same optimizer.", nameof(schedulers));
                        if (this.milestones.Length != this.schedulers.Length - 1)
                            throw new ArgumentException($"Received {this.schedulers.Length} schedulers and {this.milestones.Length} " +
                                "milestones; one milestone less than schedulers is expected.", nameof(milestones));
                        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                        // Each made its first step when it was made; only the first one's counts.
                        foreach (var scheduler in this.schedulers) scheduler._last_epoch--;
                        this.schedulers[0].step();
                        _last_lrs = this.schedulers[0]._last_lrs.ToList();
                    }

                    public override void step(int? epoch)
                    {
                        _step_count++;
                        _last_epoch = epoch ?? _last_epoch + 1;
                        var k = milestones.Count(milestone => milestone <= _last_epoch);
                        if (k > 0 && milestones[k - 1] == _last_epoch) schedulers[k].step(0);
                        else schedulers[k].step();
                        _last_lrs = schedulers[k]._last_lrs.ToList();
                    }
                }

                /// <summary>Several schedules at once, each changing what the others leave.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        this.schedulers = [.. schedulers];
                        if (this.schedulers.Length == 0) throw new ArgumentException("There must be a scheduler.", nameof(schedulers));
                        _optimizer = this.schedulers[0]._optimizer;
                        _last_lrs = Current(lr => lr).ToList();
                    }

                    public override void step()
                    {
                        foreach (var scheduler in schedulers) scheduler.step();
                        _last_lrs = Current(lr => lr).ToList();
                    }
                }

                /// <summary>Times a factor when a metric has stopped to improve.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool smaller, relative;
                    private readonly double factor, threshold, eps;
                    private readonly int patience, cooldown;
                    private readonly IList<double> least;
                    private double best;
                    private int waited, resting;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10,
                        double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null,
                        double eps = 1e-8, bool verbose = false) : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0) throw new ArgumentException("Factor should be < 1.0", nameof(factor));
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!", nameof(threshold_mode));
                        var groups = _base_lrs.Count;
                        least = min_lr switch
                        {
                            null or { Count: 0 } => Enumerable.Repeat(0.0, groups).ToList(),
                            { Count: 1 } => Enumerable.Repeat(min_lr[0], groups).ToList(),
                            _ when min_lr.Count == groups => min_lr,
                            _ => throw new ArgumentException($"expected {groups} min_lrs, got {min_lr.Count}", nameof(min_lr)),
                        };
                        this.factor = factor;
                        this.patience = patience;
                        this.threshold = threshold;
                        this.cooldown = cooldown;
                        this.eps = eps;
                        smaller = mode == "min";
                        relative = threshold_mode == "rel";
                        best = smaller ? double.PositiveInfinity : double.NegativeInfinity;
                        _last_epoch = 0;
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (Improves(current))
                        {
                            best = current;
                            waited = 0;
                        }
                        else waited++;
                        if (resting > 0)
                        {
                            resting--;
                            waited = 0;
                        }
                        if (waited > patience)
                        {
                            Reduce();
                            resting = cooldown;
                            waited = 0;
                        }
                        _last_lrs = Current(lr => lr).ToList();
                    }

                    public override void step() => throw new InvalidOperationException(
                        "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) => throw new InvalidOperationException(
                        "step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    private bool Improves(double value) => (smaller, relative) switch
                    {
                        (true, true) => value < best * (1 - threshold),
                        (true, false) => value < best - threshold,
                        (false, true) => value > best * (1 + threshold),
                        _ => value > best + threshold,
                    };

                    private void Reduce()
                    {
                        var i = 0;
                        foreach (var group in _optimizer.ParamGroups)
                        {
                            var lower = Math.Max(group.LearningRate * factor, least[i++]);
                            if (group.LearningRate - lower <= eps) continue;
                            group.LearningRate = lower;
                            if (_verbose)
                                Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {i - 1} to {lower:g4}.");
                        }
                    }
                }
            }
        }
    }
}
