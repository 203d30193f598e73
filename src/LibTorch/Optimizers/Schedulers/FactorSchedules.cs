namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The initial rate times a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly List<Func<int, double>> lambdas;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => lr_lambda), last_epoch, verbose) { }

                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = Functions(lr_lambdas, _base_lrs.Count);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _base_lrs.Zip(lambdas, (lr, f) => lr * f(_last_epoch));
                }

                /// <summary>The last rate times a function of the epoch.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly List<Func<int, double>> lambdas;

                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => lr_lambda), last_epoch, verbose) { }

                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = Functions(lr_lambdas, _base_lrs.Count);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Current(lr => lr)
                        .Zip(lambdas, (lr, f) => _last_epoch > 0 ? lr * f(_last_epoch) : lr);
                }

                /// <summary>Times gamma every step_size epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int every;
                    private readonly double gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        every = Positive(step_size, nameof(step_size));
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                        => Current(lr => _last_epoch == 0 || _last_epoch % every != 0 ? lr : lr * gamma);

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * Math.Pow(gamma, _last_epoch / every));
                }

                /// <summary>Times gamma at each milestone.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly IList<int> milestones;
                    private readonly double gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.milestones = milestones;
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                        => Current(lr => lr * Math.Pow(gamma, milestones.Count(m => m == _last_epoch)));

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * Math.Pow(gamma, milestones.Count(m => m <= _last_epoch)));
                }

                /// <summary>Times gamma every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Current(lr => _last_epoch == 0 ? lr : lr * gamma);

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * Math.Pow(gamma, _last_epoch));
                }

                /// <summary>A power of the share of epochs that are left.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double total, power;

                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        total = Positive(total_iters, nameof(total_iters));
                        this.power = power;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 || _last_epoch > total
                        ? Current(lr => lr)
                        : Current(lr => lr * Math.Pow((1 - _last_epoch / total) / (1 - (_last_epoch - 1) / total), power));

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * Math.Pow(1 - Math.Min(total, _last_epoch) / total, power));
                }

                /// <summary>Times a factor for the first epochs, then the full rate.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.factor = Fraction(factor, nameof(factor));
                        total = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                        => Current(lr => _last_epoch == 0 ? lr * factor : _last_epoch == total ? lr / factor : lr);

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * (_last_epoch >= total ? 1 : factor));
                }

                /// <summary>A factor that goes linearly from one value to another: warm-up, or decay.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double from, to;
                    private readonly int total;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        from = Fraction(start_factor, nameof(start_factor));
                        to = end_factor;
                        total = Positive(total_iters, nameof(total_iters));
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 ? Current(lr => lr * from)
                        : _last_epoch > total ? Current(lr => lr)
                        : Current(lr => lr * (1 + (to - from) / (total * from + (_last_epoch - 1) * (to - from))));

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(lr => lr * (from + (to - from) * Math.Min(total, _last_epoch) / total));
                }

                private static List<Func<int, double>> Functions(IEnumerable<Func<int, double>> given, int groups)
                {
                    var list = given.ToList();
                    return list.Count == groups ? list
                        : throw new ArgumentException($"Expected {groups} functions, one a parameter group, but got {list.Count}", nameof(given));
                }

                private static List<double> PerGroup(IEnumerable<double> given, int groups, string name)
                {
                    ArgumentNullException.ThrowIfNull(given, name);
                    var list = given.ToList();
                    return list.Count == groups ? list
                        : throw new ArgumentException($"Expected {groups} values of {name}, one a parameter group, but got {list.Count}", name);
                }

                private static int Positive(int value, string name)
                    => value > 0 ? value : throw new ArgumentException($"Expected a positive {name}, but got {value}", name);

                private static double Fraction(double value, string name)
                    => value is > 0 and <= 1 ? value : throw new ArgumentException($"Expected {name} in (0, 1], but got {value}", name);
            }
        }
    }
}
