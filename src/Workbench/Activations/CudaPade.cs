using System.Collections.Concurrent;
using System.Text;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>CUDA source of Padé units, by the degrees and the denominator: the formulas of <see cref="PadeFunction"/>.</summary>
internal sealed class CudaPade
{
    /// <summary>Pieces of the tensors that one entry of <see cref="NumeratorTerms"/> sums over; they divide its size.</summary>
    public const int Pieces = CudaSource.Most / 2;

    private static readonly ConcurrentDictionary<(int, int, PadeVersion, string?), CudaPade> Made = new();

    private readonly int _numerators;
    private readonly int _denominators;
    private readonly PadeVersion _version;
    private readonly string? _stored;

    private CudaPade(int numerators, int denominators, PadeVersion version, string? stored)
    {
        (_numerators, _denominators, _version, _stored) = (numerators, denominators, version, stored);
        Rational = new(Value(), Gradient());
        NumeratorTerms = Terms("pade_numerator", numerators, "T power = u / (T(1) + ::fabs(sum)), step = x;");
        DenominatorTerms = Terms("pade_denominator", denominators, $$"""
            T inverse = T(1) / (T(1) + ::fabs(sum)); {{Horner("top", "a", numerators, "x")}}
                    T power = -u * inverse * (top * inverse) * {{(IsAbsolute ? "T(1)" : "(sum > T(0) ? T(1) : sum < T(0) ? T(-1) : T(0))")}} * v, step = v;
            """, isSigned: IsAbsolute);
    }

    /// <summary>R(x), and its slope times the gradient from above.</summary>
    public CudaActivation Rational { get; }

    /// <summary>upstream·∂R/∂aⱼ, summed over the pieces: as many outputs as numerators.</summary>
    public CudaSource NumeratorTerms { get; }

    /// <summary>upstream·∂R/∂bₖ, summed over the pieces: as many outputs as denominators.</summary>
    public CudaSource DenominatorTerms { get; }

    private bool IsAbsolute => _version == PadeVersion.A;

    // v, and Σbₖvᵏ with the magnitudes of bₖ in version A.
    private string Sum => $"T v = {(IsAbsolute ? "::fabs(x)" : "x")}; {Horner("inner", "b", _denominators, "v")} T sum = inner * v;";

    /// <summary>The source for as many coefficients.</summary>
    /// <param name="numerators">m + 1.</param>
    /// <param name="denominators">n.</param>
    /// <param name="version">The denominator.</param>
    /// <param name="stored">
    /// The C++ type of coefficients that lie in the device's memory, a₀ … aₘ, b₁ … bₙ, read there by every thread: a kernel takes no more than eight
    /// tensors, and to read them back would wait for the device. Null for coefficients that come as numbers.
    /// </param>
    public static CudaPade Of(int numerators, int denominators, PadeVersion version, string? stored = null)
        => Made.GetOrAdd((numerators, denominators, version, stored), static key => new CudaPade(key.Item1, key.Item2, key.Item3, key.Item4));

    /// <summary>Whether the gradients of the coefficients are no more than a kernel makes.</summary>
    public static bool Fits(Tensor numerator, Tensor denominator) => numerator.shape[0] <= CudaSource.Most && denominator.shape[0] <= CudaSource.Most;

    private CudaSource Value() => Make("pade", "T x", "", $"""
            {Horner("top", "a", _numerators, "x")}
            {Sum}
            return top / (T(1) + ::fabs(sum));
        """, 1);

    private CudaSource Gradient() => Make("pade_gradient", "T x, T upstream", "", $$"""
            {{HornerWithSlope("top", "top_slope", "a", _numerators, "x")}}
            T v = {{(IsAbsolute ? "::fabs(x)" : "x")}};
            {{HornerWithSlope("inner", "inner_slope", "b", _denominators, "v")}}
            T sum = inner * v, sum_slope = inner_slope * v + inner;
            T turning = {{(IsAbsolute ? "x" : "sum")}};
            T sign = turning > T(0) ? T(1) : turning < T(0) ? T(-1) : T(0);
            T inverse = T(1) / (T(1) + ::fabs(sum));
            return upstream * inverse * (top_slope - top * inverse * sign * sum_slope);
        """, 2);

    private CudaSource Terms(string name, int count, string first, bool isSigned = false)
    {
        var numbered = Enumerable.Range(0, Pieces).ToArray();
        var outputs = Enumerable.Range(0, count).ToArray();
        var body = $$"""
                T xs[] = {{{string.Join(", ", numbered.Select(i => $"x{i}"))}}}, us[] = {{{string.Join(", ", numbered.Select(i => $"u{i}"))}}};
                {{string.Join(' ', outputs.Select(j => $"out{j} = T(0);"))}}
                for (int i = 0; i < {{Pieces}}; i++) {
                    T x = xs[i], u = us[i];
                    {{Sum}}
                    {{first}}
                    {{string.Join(' ', outputs.Select(j => j == 0 ? "out0 += power;" : $"power *= step; out{j} += power;"))}}
                }
                {{(isSigned ? string.Join(' ', outputs.Select(k => $"out{k} *= sign{k};")) : "")}}
            """;
        return Make(name, string.Join(", ", numbered.Select(i => $"T x{i}").Concat(numbered.Select(i => $"T u{i}"))), string.Join(", ", outputs.Select(j => $"T& out{j}")), body,
            2 * Pieces, count, isSigned);
    }

    private CudaSource Make(string name, string inputs, string outputs, string body, int tensors, int made = 0, bool isSigned = false)
    {
        var names = Enumerable.Range(0, _numerators).Select(j => $"a{j}").Concat(Enumerable.Range(0, _denominators).Select(k => $"b{k}")).ToArray();
        var text = new StringBuilder($"template <typename T> {(made == 0 ? "T" : "void")} {name}({inputs}, ");
        text.Append(_stored is null ? string.Join(", ", names.Select(n => "T " + n)) : "long long address").Append(made == 0 ? "" : ", " + outputs).Append(") {\n");
        if (_stored is not null)
        {
            text.Append($"    const {_stored}* stored = reinterpret_cast<const {_stored}*>(address);\n    T ")
                .AppendJoin(", ", names.Select((n, i) => $"{n} = stored[{i}]")).Append(";\n");
        }

        if (IsAbsolute)
        {
            for (var k = 0; k < _denominators; k++)
                text.Append($"    {(isSigned ? $"T sign{k} = b{k} > T(0) ? T(1) : b{k} < T(0) ? T(-1) : T(0); " : "")}b{k} = ::fabs(b{k});\n");
        }

        return new(text.Append(body).Append("\n}").ToString(), tensors, _stored is null ? names.Length : 0, Math.Max(1, made), made > 0, _stored is not null);
    }

    private static string Horner(string name, string coefficient, int count, string x)
    {
        var text = new StringBuilder($"T {name} = {coefficient}{count - 1};");
        for (var j = count - 2; j >= 0; j--)
            text.Append($" {name} = {name} * {x} + {coefficient}{j};");
        return text.ToString();
    }

    private static string HornerWithSlope(string name, string slope, string coefficient, int count, string x)
    {
        var text = new StringBuilder($"T {name} = {coefficient}{count - 1}, {slope} = T(0);");
        for (var j = count - 2; j >= 0; j--)
            text.Append($" {slope} = {slope} * {x} + {name}; {name} = {name} * {x} + {coefficient}{j};");
        return text.ToString();
    }
}
