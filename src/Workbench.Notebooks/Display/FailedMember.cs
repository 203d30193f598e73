using System.Reflection;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Stands for a part of a value that throws when it is read.</summary>
internal sealed class FailedMember(Exception exception)
{
    public override string ToString() => Describe(exception);

    public static string Describe(Exception exception)
    {
        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        try
        {
            return $"{cause.GetType().Name}: {cause.Message}";
        }
        catch (Exception)
        {
            return cause.GetType().Name;
        }
    }
}
