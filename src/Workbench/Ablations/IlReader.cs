using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Workbench.Ablations;

/// <summary>Reads a method's instructions with their tokens resolved to members, which unlike tokens mean the same in every compilation.</summary>
internal static class IlReader
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value & 0xFFFF);

    /// <summary>The instructions in order; the operand is a member, a string, raw bytes, or null.</summary>
    public static IEnumerable<(OpCode Code, object? Operand)> Read(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[0xFE00 | il[at + 1]] : Codes[il[at]];
            at += code.Size;
            var size = Size(code, il, at);
            yield return (code, Operand(code, il.AsSpan(at, size).ToArray(), method.Module, typeArguments, methodArguments));
            at += size;
        }
    }

    private static int Size(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at)),
        _ => 4,
    };

    private static object? Operand(OpCode code, byte[] bytes, Module module, Type[]? typeArguments, Type[]? methodArguments)
    {
        if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            return module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(bytes), typeArguments, methodArguments);
        return code.OperandType switch
        {
            OperandType.InlineString => module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            OperandType.InlineSig => null,
            _ => bytes,
        };
    }
}
