namespace Workbench.Notebooks.Intelligence;

/// <summary>What is known about the code at a place.</summary>
/// <param name="PlainText">For consoles.</param>
/// <param name="Markdown">The same in Markdown.</param>
/// <param name="Html">The same in HTML, with everything escaped.</param>
public sealed record Inspection(string PlainText, string Markdown, string Html);
