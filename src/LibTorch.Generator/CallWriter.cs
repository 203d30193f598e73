using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.LibTorch.Generator;

/// <summary>Writes the typed call: arguments on the stack, one native call, results wrapped, inputs kept alive.</summary>
internal static class CallWriter
{
    /// <summary>Operators that read values back from the device, most of them to learn the size of their result.</summary>
    private static readonly HashSet<string> HostReading =
    [
        "aten::allclose", "aten::bincount", "aten::equal", "aten::is_nonzero", "aten::masked_select", "aten::nonzero",
        "aten::_unique2", "aten::unique_consecutive", "aten::unique_dim", "aten::unique_dim_consecutive",
    ];

    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string ParameterType(SchemaArgument argument)
    {
        var type = TypeMap.Parameter(argument.Type) ?? throw new FormatException($"argument '{argument.Name}' has the unsupported type '{argument.Type}'");
        return TypeMap.NullMeansDefault(argument) ? type + "?" : type;
    }

    public static string ReturnType(Schema schema)
    {
        if (schema.Returns.Count == 0) return "void";
        var types = schema.Returns.Select(r => TypeMap.Return(r.Type) ?? throw new FormatException($"result type '{r.Type}' is not supported")).ToList();
        return types.Count == 1 ? types[0] : "(" + string.Join(", ", types.Select((t, i) => t + " " + Escape(schema.Returns[i].Name))) + ")";
    }

    /// <summary>The parameter list; a default is only written when every later parameter has one too.</summary>
    public static string Parameters(Schema schema, int skip, Func<string, string> rename)
    {
        var arguments = schema.Arguments.Skip(skip).ToList();
        int firstOptional = arguments.Count;
        while (firstOptional > 0 && TypeMap.Default(arguments[firstOptional - 1]) is not null) firstOptional--;
        return string.Join(", ", arguments.Select((a, i) =>
            ParameterType(a) + " " + Escape(rename(a.Name)) + (i >= firstOptional ? " = " + TypeMap.Default(a) : "")));
    }

    public static void Write(StringBuilder s, Schema schema)
    {
        int n = schema.Arguments.Count;
        var written = schema.Written;
        int results = written is not null ? 0 : schema.Returns.Count;
        var op = "H_" + schema.MethodName;
        int kind = DirectCalls.Kind(schema);
        s.Append($"        private static class {op}\n        {{\n            internal static readonly nint Op = Api.Find(\"{schema.Name}\", \"{schema.Overload}\");\n");
        if (kind >= 0) s.Append($"            internal static readonly nint Direct = Api.FindTyped(\"{schema.Name}\", \"{schema.Overload}\", {kind});\n");
        s.Append("        }\n");
        s.Append($"        internal static bool Has_{schema.MethodName} => {op}.Op != 0;\n");
        s.Append($"        internal static {ReturnType(schema)} {Escape(schema.MethodName)}({Parameters(schema, 0, name => name)})\n        {{\n");
        if (HostReading.Contains(schema.Name)) s.Append("            HostReads.Note();\n");
        s.Append($"            Value* args_ = stackalloc Value[{Math.Max(n, 1)}];\n");
        var pins = new List<string>();
        for (int i = 0; i < n; i++) WriteArgument(s, pins, schema.Arguments[i], i);
        foreach (var pin in pins) s.Append("            ").Append(pin).Append('\n');
        s.Append("            {\n");
        if (results > 0) s.Append($"                Result* res_ = stackalloc Result[{results}];\n");
        if (kind >= 0) s.Append($"                if ({op}.Direct != 0) Api.CallTyped({op}.Direct, {kind}, args_, {n}, {(results > 0 ? "res_" : "null")});\n                else\n    ");
        s.Append($"                Api.Call({op}.Op, \"{schema.Name}\", \"{schema.Overload}\", args_, {n}, {(results > 0 ? "res_" : "null")}, {results});\n");
        foreach (var argument in schema.Arguments)
            if (argument.Type is "Tensor" or "Tensor?" or "Tensor[]" or "Tensor?[]" or "Generator" or "Generator?")
                s.Append($"                System.GC.KeepAlive({Escape(argument.Name)});\n");
        if (written is not null) s.Append($"                return {Escape(written.Name)};\n");
        else if (results == 1) s.Append($"                return {Take(schema.Returns[0], 0)};\n");
        else if (results > 1) s.Append($"                return ({string.Join(", ", schema.Returns.Select(Take))});\n");
        s.Append("            }\n").Append('}', pins.Count).Append("\n        }\n");
    }

    private static void WriteArgument(StringBuilder s, List<string> pins, SchemaArgument argument, int i)
    {
        var name = Escape(argument.Name);
        switch (argument.Type)
        {
            case "int[]":
                var empty = argument.Default is null ? "" : $"{name}.IsEmpty ? Value.Default : ";
                pins.Add($"fixed (long* p{i} = {name}) {{ args_[{i}] = {empty}Value.IntList(p{i}, {name}.Length);");
                break;
            case "int[]?":
                pins.Add($"fixed (long* p{i} = {name}) {{ args_[{i}] = {name} is null ? Value.None : Value.IntList(p{i}, {name}.Length);");
                break;
            case "float[]":
            case "float[]?":
                pins.Add($"fixed (double* p{i} = {name}) {{ args_[{i}] = {name} is null ? Value.None : Value.DoubleList(p{i}, {name}.Length);");
                break;
            case "bool[]":
                pins.Add($"fixed (bool* p{i} = {name}) {{ args_[{i}] = Value.BoolList(p{i}, {name}.Length);");
                break;
            case "Tensor[]":
            case "Tensor?[]":
                s.Append($"            System.ArgumentNullException.ThrowIfNull({name});\n");
                s.Append($"            System.Span<nint> l{i} = {name}.Length <= 64 ? stackalloc nint[64] : new nint[{name}.Length];\n");
                s.Append($"            Handles.Fill({name}, l{i}, \"{argument.Name}\", {(argument.Type == "Tensor?[]" ? "true" : "false")});\n");
                pins.Add($"fixed (nint* p{i} = l{i}) {{ args_[{i}] = Value.TensorList(p{i}, {name}.Length, {(argument.Type == "Tensor?[]" ? "true" : "false")});");
                break;
            case "Scalar[]":
                s.Append($"            System.Span<Value> l{i} = new Value[{name}.Length];\n            for (int k = 0; k < {name}.Length; k++) l{i}[k] = Value.RealScalar({name}[k]);\n");
                pins.Add($"fixed (Value* p{i} = l{i}) {{ args_[{i}] = Value.ScalarList(p{i}, {name}.Length);");
                break;
            case "str":
            case "str?":
                s.Append($"            byte[]? u{i} = {name} is null ? null : System.Text.Encoding.UTF8.GetBytes({name});\n");
                pins.Add($"fixed (byte* p{i} = u{i}) {{ args_[{i}] = u{i} is null ? Value.None : Value.String(p{i}, u{i}.Length);");
                break;
            case "Dimname":
                s.Append($"            byte[] u{i} = DimensionNames.Encode({name});\n");
                pins.Add($"fixed (byte* p{i} = u{i}) {{ args_[{i}] = Value.String(p{i}, u{i}.Length);");
                break;
            case "Dimname[]":
            case "Dimname[]?":
                s.Append($"            using var d{i} = new DimensionNames({name});\n            args_[{i}] = d{i}.Value;\n");
                break;
            case "Scalar":
            case "Scalar?":
                // A complex number travels by address, so it needs a place that outlives the statement.
                s.Append($"            double* c{i} = stackalloc double[2];\n");
                if (argument.Type == "Scalar?") s.Append($"            args_[{i}] = {name} is {{ }} v{i} ? Value.Of(v{i}, c{i}) : Value.None;\n");
                else if (TypeMap.NullMeansDefault(argument)) s.Append($"            args_[{i}] = {name} is {{ }} v{i} ? Value.Of(v{i}, c{i}) : Value.Default;\n");
                else s.Append($"            args_[{i}] = Value.Of({name}, c{i});\n");
                break;
            case "Tensor":
                s.Append($"            args_[{i}] = Value.Of({name}, \"{argument.Name}\");\n");
                break;
            case "Tensor?":
                s.Append($"            args_[{i}] = Value.OfOptional({name});\n");
                break;
            case "ScalarType?":
            case "Layout?":
            case "MemoryFormat?":
            case "int?":
                s.Append($"            args_[{i}] = {name} is {{ }} v{i} ? Value.Int((long)v{i}) : Value.None;\n");
                break;
            case "ScalarType":
            case "Layout":
            case "MemoryFormat":
            case "int":
                s.Append($"            args_[{i}] = Value.Int((long){name});\n");
                break;
            case "float?":
                s.Append($"            args_[{i}] = {name} is {{ }} v{i} ? Value.Double(v{i}) : Value.None;\n");
                break;
            case "float":
                s.Append($"            args_[{i}] = Value.Double({name});\n");
                break;
            case "bool?":
                s.Append($"            args_[{i}] = {name} is {{ }} v{i} ? Value.Bool(v{i}) : Value.None;\n");
                break;
            case "bool":
                s.Append($"            args_[{i}] = Value.Bool({name});\n");
                break;
            case "Device":
            case "Device?":
                s.Append($"            args_[{i}] = Value.Of({name});\n");
                break;
            case "Generator":
            case "Generator?":
                s.Append($"            args_[{i}] = Value.Of({name});\n");
                break;
            default: throw new FormatException($"argument '{argument.Name}' has the unsupported type '{argument.Type}'");
        }
    }

    private static string Take(SchemaArgument result, int i) => result.Type switch
    {
        "Tensor" => $"Handles.Take(res_[{i}])",
        "Tensor[]" => $"Handles.TakeList(res_[{i}])",
        "int" => $"res_[{i}].I",
        "float" => $"res_[{i}].D",
        "bool" => $"res_[{i}].I != 0",
        "Scalar" => $"Handles.TakeScalar(res_[{i}])",
        "ScalarType" => $"(torch.ScalarType)res_[{i}].I",
        "int[]" => $"Handles.TakeInts(res_[{i}])",
        _ => throw new FormatException($"result type '{result.Type}' is not supported"),
    };
}
