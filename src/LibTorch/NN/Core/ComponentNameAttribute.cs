namespace TorchSharp.Utils;

/// <summary>The name under which a module registers the field that carries this attribute.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
