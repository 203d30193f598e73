using System.Linq;
using System.Text;

namespace Workbench.LibTorch.Generator;

/// <summary>Writes the public member that a schema line asks for: a method of Tensor on <c>self</c>, or a function of torch with <c>input</c>.</summary>
internal static class MemberWriter
{
    public static void Write(StringBuilder s, Schema schema, bool asMethod)
    {
        string Rename(string name) => schema.ParameterName(name, asMethod);
        var parameters = CallWriter.Parameters(schema, asMethod ? 1 : 0, Rename);
        var arguments = schema.Arguments.Skip(asMethod ? 1 : 0).Select(a => CallWriter.Escape(Rename(a.Name)));
        var call = string.Join(", ", asMethod ? new[] { "this" }.Concat(arguments) : arguments);
        var modifier = asMethod ? "public" : "public static";
        s.Append($"        /// <summary>Operator <c>{schema.Name}{(schema.Overload.Length > 0 ? "." + schema.Overload : "")}</c> of libtorch.</summary>\n");
        s.Append($"        {modifier} {CallWriter.ReturnType(schema)} {CallWriter.Escape(schema.PublicName)}({parameters}) => Ops.{CallWriter.Escape(schema.MethodName)}({call});\n");
    }
}
