namespace Microsoft.DotNet.Interactive;

/// <summary>A password that somebody has typed; it is not shown by accident.</summary>
public sealed class PasswordString
{
    private readonly string _password;

    /// <summary>Keeps a password.</summary>
    public PasswordString(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        _password = password;
    }

    /// <summary>The password as it was typed.</summary>
    public string GetClearTextPassword() => _password;

    /// <summary>Stars, not the password.</summary>
    public override string ToString() => "******";
}
