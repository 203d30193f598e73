namespace Workbench.Notebooks.Html.Tex;

/// <summary>What TeX's names of symbols stand for.</summary>
internal static class TexSymbols
{
    /// <summary>Letters: set as identifiers.</summary>
    public static readonly IReadOnlyDictionary<string, string> Letters = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ
        pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ partial ∂ nabla ∇ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ imath ı jmath ȷ
        ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ degree ° angle ∠ checkmark ✓ dagger † star ⋆ S §
        """);

    /// <summary>Operators and relations: set with the spacing of their kind.</summary>
    public static readonly IReadOnlyDictionary<string, string> Operators = Pairs("""
        le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ll ≪ gg ≫ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ doteq ≐ triangleq ≜ coloneqq ≔ prec ≺ succ ≻ preceq ⪯ succeq ⪰
        in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ perp ⊥ parallel ∥ mid ∣ vdash ⊢ models ⊨
        cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ lnot ¬ neg ¬
        forall ∀ exists ∃ nexists ∄ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ longmapsto ⟼ hookrightarrow ↪ rightsquigarrow ⇝ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘
        colon : lt < gt > And &
        """);

    /// <summary>Large operators; limits of those with true stand above and below in display style.</summary>
    public static readonly IReadOnlyDictionary<string, (string Symbol, bool Limits)> Large = new Dictionary<string, (string, bool)>
    {
        ["sum"] = ("∑", true),
        ["prod"] = ("∏", true),
        ["coprod"] = ("∐", true),
        ["bigcup"] = ("⋃", true),
        ["bigcap"] = ("⋂", true),
        ["bigoplus"] = ("⨁", true),
        ["bigotimes"] = ("⨂", true),
        ["int"] = ("∫", false),
        ["iint"] = ("∬", false),
        ["oint"] = ("∮", false),
    };

    /// <summary>Functions with upright names; limits of those with true stand below in display style.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Functions = new Dictionary<string, bool>
    {
        ["log"] = false,
        ["ln"] = false,
        ["exp"] = false,
        ["sin"] = false,
        ["cos"] = false,
        ["tan"] = false,
        ["sinh"] = false,
        ["cosh"] = false,
        ["tanh"] = false,
        ["arcsin"] = false,
        ["arccos"] = false,
        ["arctan"] = false,
        ["arg"] = false,
        ["deg"] = false,
        ["det"] = true,
        ["dim"] = false,
        ["ker"] = false,
        ["hom"] = false,
        ["gcd"] = true,
        ["lim"] = true,
        ["liminf"] = true,
        ["limsup"] = true,
        ["max"] = true,
        ["min"] = true,
        ["sup"] = true,
        ["inf"] = true,
        ["Pr"] = true,
        ["argmin"] = true,
        ["argmax"] = true,
        ["tr"] = false,
    };

    /// <summary>Marks above (or below) what follows; true for those that grow with it.</summary>
    public static readonly IReadOnlyDictionary<string, (string Mark, bool Wide, bool Under)> Accents = new Dictionary<string, (string, bool, bool)>
    {
        ["hat"] = ("^", false, false),
        ["tilde"] = ("~", false, false),
        ["bar"] = ("¯", false, false),
        ["dot"] = ("˙", false, false),
        ["ddot"] = ("¨", false, false),
        ["vec"] = ("→", false, false),
        ["check"] = ("ˇ", false, false),
        ["breve"] = ("˘", false, false),
        ["widehat"] = ("^", true, false),
        ["widetilde"] = ("~", true, false),
        ["overline"] = ("¯", true, false),
        ["overrightarrow"] = ("→", true, false),
        ["overbrace"] = ("⏞", true, false),
        ["underline"] = ("_", true, true),
        ["underbrace"] = ("⏟", true, true),
    };

    /// <summary>Brackets by name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fences = new Dictionary<string, string>
    {
        ["("] = "(",
        [")"] = ")",
        ["["] = "[",
        ["]"] = "]",
        ["|"] = "|",
        ["/"] = "/",
        ["\\{"] = "{",
        ["\\}"] = "}",
        ["\\lbrace"] = "{",
        ["\\rbrace"] = "}",
        ["\\|"] = "‖",
        ["\\Vert"] = "‖",
        ["\\lVert"] = "‖",
        ["\\rVert"] = "‖",
        ["\\vert"] = "|",
        ["\\lvert"] = "|",
        ["\\rvert"] = "|",
        ["\\langle"] = "⟨",
        ["\\rangle"] = "⟩",
        ["\\lfloor"] = "⌊",
        ["\\rfloor"] = "⌋",
        ["\\lceil"] = "⌈",
        ["\\rceil"] = "⌉",
        ["\\lbrack"] = "[",
        ["\\rbrack"] = "]",
        ["\\backslash"] = "\\",
        ["\\uparrow"] = "↑",
        ["\\downarrow"] = "↓",
        ["."] = "",
        ["<"] = "⟨",
        [">"] = "⟩",
    };

    /// <summary>Spaces, in em.</summary>
    public static readonly IReadOnlyDictionary<string, string> Spaces = new Dictionary<string, string>
    {
        ["\\,"] = "0.167em",
        ["\\thinspace"] = "0.167em",
        ["\\:"] = "0.222em",
        ["\\>"] = "0.222em",
        ["\\;"] = "0.278em",
        ["\\ "] = "0.333em",
        ["~"] = "0.333em",
        ["\\!"] = "-0.167em",
        ["\\quad"] = "1em",
        ["\\qquad"] = "2em",
        ["\\enspace"] = "0.5em",
    };

    private static Dictionary<string, string> Pairs(string table) =>
        table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
}
