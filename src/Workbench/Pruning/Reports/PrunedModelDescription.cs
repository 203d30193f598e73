using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// A pruned network as JSON from which it can be rebuilt bit for bit: what it was built as, how many channels are left, which
/// weights are alive, and the values.
/// </summary>
/// <remarks>
/// <code>
/// PrunedModelDescription.Of(model, masks).Save("ticket.json");
/// var (again, itsMasks) = PrunedModelDescription.Load("ticket.json").Rebuild(PrunableNetworks.Build);
/// </code>
/// Values are float32, little-endian and in base64; of masked parameters only those alive.
/// </remarks>
public sealed record PrunedModelDescription
{
    private const int CurrentVersion = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What the network was built as.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>All parameters and buffers.</summary>
    public required IReadOnlyList<DescribedTensor> Tensors { get; init; }

    /// <summary>Describes a network.</summary>
    /// <param name="model">The network, an <see cref="IPrunableNetwork"/>, its tensors float32 (counters int64).</param>
    /// <param name="masks">Its masks, or null where none of its weights is masked.</param>
    /// <exception cref="ArgumentException">The network does not say what it was built as, or has tensors of another type.</exception>
    public static PrunedModelDescription Of(nn.Module model, PruningMasks? masks = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var architecture = (model as IPrunableNetwork ?? throw new ArgumentException(
            $"{model.GetType().Name} does not say what it was built as; implement {nameof(IPrunableNetwork)}.", nameof(model))).Architecture;
        return new PrunedModelDescription
        {
            Architecture = architecture,
            Tensors = [.. WeightSnapshot.Tensors(model).Select(pair =>
                DescribedTensor.Of(pair.Name, pair.Tensor, masks is not null && masks.Names.Contains(pair.Name) ? masks[pair.Name] : null))],
        };
    }

    /// <summary>Builds the network again.</summary>
    /// <param name="build">Builds a network from its architecture: <c>PrunableNetworks.Build</c> for those of the library.</param>
    /// <returns>The network and its masks, null where there are none; both belong to the caller.</returns>
    /// <exception cref="InvalidDataException">The description does not fit the network it names.</exception>
    public (nn.Module<Tensor, Tensor> Model, PruningMasks? Masks) Rebuild(Func<Architecture, nn.Module<Tensor, Tensor>> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var model = build(Architecture);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var described = Tensors.ToDictionary(one => one.Name);
        var own = WeightSnapshot.Tensors(model).ToList();
        if (own.Count != described.Count || own.Find(pair => !described.ContainsKey(pair.Name)) is { Name: not null })
            throw new InvalidDataException($"'{Architecture.Name}' has the tensors {string.Join(", ", own.Select(pair => pair.Name))}; described are {string.Join(", ", described.Keys)}.");
        foreach (var (name, tensor) in own) tensor.copy_(described[name].Values(tensor.shape, tensor.dtype));
        if (!described.Values.Any(one => one.Mask is not null)) return (model, null);
        var masks = new PruningMasks(model, name => described[name].Mask is not null);
        masks.LoadStateDict(masks.Names.ToDictionary(name => name, name => described[name].MaskTensor()));
        return (model, masks);
    }

    /// <summary>The description as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a description.</summary>
    /// <param name="json">Text that <see cref="ToJson"/> wrote.</param>
    /// <exception cref="InvalidDataException">It is no such description, or of another version.</exception>
    public static PrunedModelDescription FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var description = JsonSerializer.Deserialize<PrunedModelDescription>(json, Json) ?? throw new InvalidDataException("The description is empty.");
            return description.Version == CurrentVersion ? description
                : throw new InvalidDataException($"The description has version {description.Version}; this library reads version {CurrentVersion}.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"This is no description of a pruned network: {problem.Message}", problem);
        }
    }

    /// <summary>Writes the description to a file, beside it first.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>Reads a description from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It holds no such description.</exception>
    public static PrunedModelDescription Load(string path) => FromJson(File.ReadAllText(path));
}
