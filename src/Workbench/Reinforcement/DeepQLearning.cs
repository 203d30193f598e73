using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Reinforcement;

/// <summary>How <see cref="DeepQLearning"/> learns.</summary>
public sealed record DeepQOptions
{
    /// <summary>γ in [0, 1).</summary>
    public double Discount { get; init; } = 0.95;

    /// <summary>The share of moves at random, in [0, 1].</summary>
    public double Exploration { get; init; } = 0.25;

    /// <summary>Moves that are remembered; the oldest are forgotten.</summary>
    public int Memory { get; init; } = 1000;

    /// <summary>Remembered moves an update.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Moves an update.</summary>
    public int UpdateEvery { get; init; } = 2;

    /// <summary>Updates after which the target network is copied anew.</summary>
    public int TargetEvery { get; init; } = 100;

    /// <summary>Moves after which an episode that has not reached the goal starts again, which is no end for the values.</summary>
    public int EpisodeLength { get; init; } = 64;

    /// <summary>Adam's rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seed of starts, exploration and memory.</summary>
    public required int Seed { get; init; }
}

/// <summary>
/// Deep Q-learning (Mnih et al. 2015) in a <see cref="GridWorld"/>: replay memory, target network, Huber loss. The network sees the cell as a
/// one-hot vector and nothing of the goal, so a goal that moves makes the task another one; nothing is reset then.
/// </summary>
/// <remarks>
/// <code>
/// using var agent = new DeepQLearning(world, () => DigitsBench.Mlp(new Pade(), [64, 64, 64, 4], seed), new DeepQOptions { Seed = seed });
/// agent.Run(2000);
/// world.Return(agent.Policy(), discount: 0.95)
/// </code>
/// </remarks>
public sealed class DeepQLearning : IDisposable
{
    private readonly GridWorld _world;
    private readonly DeepQOptions _options;
    private readonly Module<Tensor, Tensor> _target;
    private readonly optim.Optimizer _optimizer;
    private readonly Random _random;
    private readonly Tensor _states;
    private readonly List<(int Cell, int Action, int Next, double Reward, bool Ends)> _memory = [];
    private int _cell;
    private int _length;
    private int _moves;
    private int _updates;

    /// <summary>An agent that has learned nothing yet.</summary>
    /// <param name="world">Where it moves.</param>
    /// <param name="network">Makes the network, [batch, cells] to [batch, 4]; called twice, the second time for the target, which gets the first one's parameters.</param>
    /// <param name="options">How it learns.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DeepQLearning(GridWorld world, Func<Module<Tensor, Tensor>> network, DeepQOptions options)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Memory, options.BatchSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UpdateEvery, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TargetEvery, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EpisodeLength, 1, nameof(options));
        if (!(options.Discount is >= 0 and < 1) || !(options.Exploration is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), $"Expected a discount in [0, 1) and a share of moves at random in [0, 1]; got {options.Discount} and {options.Exploration}.");
        (_world, _options, _random) = (world, options, new Random(options.Seed));
        (Network, _target) = (network(), network());
        _target.load_state_dict(Network.state_dict());
        _states = torch.eye(world.Cells).DetachFromDisposeScope();
        // A module that serves several layers would be listed, and stepped, once for each.
        _optimizer = optim.Adam(Network.parameters().DistinctBy(p => p.Handle), options.LearningRate);
        _cell = Start();
    }

    /// <summary>The network that learns.</summary>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>Makes moves and learns from them, going on where it stopped.</summary>
    /// <param name="moves">How many.</param>
    public void Run(int moves)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(moves);
        for (var i = 0; i < moves; i++)
        {
            using var scope = torch.NewDisposeScope();
            var action = _random.NextDouble() < _options.Exploration ? _random.Next(GridWorld.Actions) : Best(_cell);
            var (next, reward, ends) = _world.Step(_cell, action);
            var move = (_cell, action, next, reward, ends);
            if (_memory.Count < _options.Memory)
                _memory.Add(move);
            else
                _memory[_moves % _options.Memory] = move;
            _moves++;
            _length++;
            _cell = ends || _length >= _options.EpisodeLength ? Start() : next;
            if (_memory.Count >= _options.BatchSize && _moves % _options.UpdateEvery == 0)
                Update();
        }
    }

    /// <summary>The move of the highest value in every cell.</summary>
    public int[] Policy()
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return [.. Network.call(_states).argmax(1).data<long>().ToArray().Select(action => (int)action)];
    }

    /// <summary>Releases both networks.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        Network.Dispose();
        _target.Dispose();
        _states.Dispose();
    }

    private int Start()
    {
        _length = 0;
        // Not at the goal, evenly over the other cells.
        return (_world.Goal + 1 + _random.Next(_world.Cells - 1)) % _world.Cells;
    }

    private int Best(int cell)
    {
        using var noGrad = torch.no_grad();
        return (int)Network.call(_states.narrow(0, cell, 1)).argmax(1).item<long>();
    }

    private void Update()
    {
        var batch = Enumerable.Range(0, _options.BatchSize).Select(_ => _memory[_random.Next(_memory.Count)]).ToArray();
        Tensor States(Func<(int Cell, int Action, int Next, double Reward, bool Ends), int> of) => _states.index_select(0, torch.tensor(batch.Select(m => (long)of(m)).ToArray()));
        Tensor goals;
        using (torch.no_grad())
        {
            var later = _target.call(States(m => m.Next)).amax(1) * torch.tensor(batch.Select(m => m.Ends ? 0f : 1f).ToArray());
            goals = torch.tensor(batch.Select(m => (float)m.Reward).ToArray()) + _options.Discount * later;
        }

        var values = Network.call(States(m => m.Cell)).gather(1, torch.tensor(batch.Select(m => (long)m.Action).ToArray()).unsqueeze(1)).squeeze(1);
        _optimizer.zero_grad();
        functional.smooth_l1_loss(values, goals).backward();
        _optimizer.step();
        if (++_updates % _options.TargetEvery == 0)
            _target.load_state_dict(Network.state_dict());
    }
}
