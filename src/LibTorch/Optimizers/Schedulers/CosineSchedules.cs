namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Half a cosine from the initial rate to eta_min, and back (Loshchilov and Hutter, arXiv:1608.03983).</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double half, least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (!(T_max > 0)) throw new ArgumentException($"Expected a positive T_max, but got {T_max}", nameof(T_max));
                        half = T_max;
                        least = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Current(lr => lr);
                        // Just after the bottom the recursion would divide by zero.
                        if ((_last_epoch - 1 - half) % (2 * half) == 0)
                            return Current(lr => lr).Zip(_base_lrs,
                                (lr, start) => lr + (start - least) * (1 - Math.Cos(Math.PI / half)) / 2);
                        return Current(lr => (1 + Math.Cos(Math.PI * _last_epoch / half)) /
                            (1 + Math.Cos(Math.PI * (_last_epoch - 1) / half)) * (lr - least) + least);
                    }

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => least + (lr - least) * (1 + Math.Cos(Math.PI * _last_epoch / half)) / 2);
                }

                /// <summary>Up to a maximum and down to almost nothing, momentum the other way (Smith and Topin, arXiv:1708.07120).</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly record struct Phase(double End, int FromLr, int ToLr, int FromMomentum, int ToMomentum);

                    /// <summary>How the rate goes from one value to the next.</summary>
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private readonly int total;
                    private readonly bool cycles;
                    private readonly AnnealStrategy strategy;
                    private readonly Phase[] phases;
                    // For each group: initial, largest and smallest rate; largest and smallest momentum.
                    private readonly List<double[]> rates = [], momenta = [];

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                        bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => max_lr), total_steps, epochs, steps_per_epoch, pct_start,
                            anneal_strategy, cycle_momentum, optimizer.ParamGroups.Select(_ => base_momentum),
                            optimizer.ParamGroups.Select(_ => max_momentum), div_factor, final_div_factor, three_phase, last_epoch,
                            verbose)
                    {
                    }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true, IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}", nameof(pct_start));
                        if (total_steps == -1 && (epochs == -1 || steps_per_epoch == -1))
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)", nameof(total_steps));
                        total = total_steps != -1 ? Positive(total_steps, nameof(total_steps))
                            : Positive(epochs, nameof(epochs)) * Positive(steps_per_epoch, nameof(steps_per_epoch));
                        cycles = cycle_momentum;
                        strategy = anneal_strategy;
                        var rise = pct_start * total - 1;
                        phases = three_phase
                            ? [new(rise, 0, 1, 0, 1), new(2 * pct_start * total - 2, 1, 0, 1, 0), new(total - 1, 0, 2, 0, 0)]
                            : [new(rise, 0, 1, 0, 1), new(total - 1, 1, 2, 1, 0)];
                        foreach (var largest in PerGroup(max_lr, _base_lrs.Count, nameof(max_lr)))
                            rates.Add([largest / div_factor, largest, largest / div_factor / final_div_factor]);
                        var low = PerGroup(base_momentum ?? Enumerable.Repeat(0.85, rates.Count), rates.Count, nameof(base_momentum));
                        var high = PerGroup(max_momentum ?? Enumerable.Repeat(0.95, rates.Count), rates.Count, nameof(max_momentum));
                        for (var i = 0; i < rates.Count; i++) momenta.Add([high[i], low[i]]);
                        foreach (var group in optimizer.ParamGroups)
                            if (cycles && group is not (IMomentum or IBetas))
                                throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled", nameof(optimizer));
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > total)
                            throw new InvalidOperationException(
                                $"Tried to step {_last_epoch + 1} times. The specified number of total steps is {total}");
                        var start = 0.0;
                        var k = 0;
                        for (; k < phases.Length - 1 && _last_epoch > phases[k].End; k++) start = phases[k].End;
                        var phase = phases[k];
                        var share = (_last_epoch - start) / (phase.End - start);
                        var groups = _optimizer.ParamGroups.ToList();
                        for (var i = 0; i < groups.Count && cycles; i++)
                            SetMomentum(groups[i], Between(momenta[i][phase.FromMomentum], momenta[i][phase.ToMomentum], share));
                        return rates.Select(rate => Between(rate[phase.FromLr], rate[phase.ToLr], share));
                    }

                    private double Between(double from, double to, double share) => strategy == AnnealStrategy.Cos
                        ? to + (from - to) / 2 * (Math.Cos(Math.PI * share) + 1)
                        : (to - from) * share + from;
                }

                private static void SetMomentum(ILearningRateController group, double momentum)
                {
                    if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                    else if (group is IMomentum plain) plain.Momentum = momentum;
                }

                /// <summary>Up and down between two bounds (Smith, arXiv:1506.01186).</summary>
                public class CyclicLR : LRScheduler
                {
                    /// <summary>What becomes of the height of the cycles.</summary>
                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    /// <summary>What the scale function is given.</summary>
                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    private readonly double period, riseShare;
                    private readonly bool cycles;
                    private readonly Func<double, double> scale;
                    private readonly ScaleMode scaleMode;
                    private readonly List<double> low, high, momentumLow, momentumHigh;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000,
                        int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                        double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => base_lr), optimizer.ParamGroups.Select(_ => max_lr),
                            step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                            optimizer.ParamGroups.Select(_ => base_momentum), optimizer.ParamGroups.Select(_ => max_momentum),
                            last_epoch, verbose)
                    {
                    }

                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr,
                        int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0,
                        Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        Positive(step_size_up, nameof(step_size_up));
                        if (step_size_down != -1) Positive(step_size_down, nameof(step_size_down));
                        period = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        riseShare = step_size_up / period;
                        cycles = cycle_momentum;
                        var groups = _base_lrs.Count;
                        low = PerGroup(base_lr, groups, nameof(base_lr));
                        high = PerGroup(max_lr, groups, nameof(max_lr));
                        momentumLow = PerGroup(base_momentum ?? Enumerable.Repeat(0.8, groups), groups, nameof(base_momentum));
                        momentumHigh = PerGroup(max_momentum ?? Enumerable.Repeat(0.9, groups), groups, nameof(max_momentum));
                        (scale, scaleMode) = (scale_fn, mode) switch
                        {
                            ({ } own, _) => (own, scale_mode),
                            (_, Mode.Triangular2) => (x => 1 / Math.Pow(2, x - 1), ScaleMode.Cycle),
                            (_, Mode.ExpRange) => (x => Math.Pow(gamma, x), ScaleMode.Iterations),
                            _ => (_ => 1.0, ScaleMode.Cycle),
                        };
                        foreach (var group in optimizer.ParamGroups)
                            if (cycles && group is not (IMomentum or IBetas))
                                throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled", nameof(optimizer));
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / period);
                        var x = 1 + _last_epoch / period - cycle;
                        var height = (x <= riseShare ? x / riseShare : (x - 1) / (riseShare - 1)) *
                            scale(scaleMode == ScaleMode.Cycle ? cycle : _last_epoch);
                        var groups = _optimizer.ParamGroups.ToList();
                        for (var i = 0; i < groups.Count && cycles; i++)
                            SetMomentum(groups[i], momentumHigh[i] - (momentumHigh[i] - momentumLow[i]) * height);
                        return low.Zip(high, (from, to) => from + (to - from) * height);
                    }
                }
            }
        }
    }
}
