// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.RegularExpressions;

namespace FwCorrelate.Redaction;

/// <summary>
/// Secrets that are known by what they look like, wherever they stand: the prefixes and lengths that issuers publish for their tokens, so
/// that scanners such as gitleaks and detect-secrets find them. The shapes are public facts; their wording here is our own.
/// </summary>
internal static class SecretShapes
{
    // Issuer's prefix, then at least so many characters of a token. Where words begin so too (sk-learn-contrib, key-value-store), a token
    // is
    // what also has digits or capitals.
    private static readonly (string Prefix, int Least, bool IsWord)[] Tokens =
    [
        ("sk-proj-", 8, false), ("sk-ant-", 8, false), ("sk-or-", 8, false), ("sk-svcacct-", 8, false), ("sk-", 8, true), ("sk_live_", 8,
            false), ("sk_test_", 8, false), ("rk_live_", 8, false), ("rk_test_", 8, false), ("whsec_", 8, false), ("ghp_", 8, false),
            ("gho_", 8, false), ("ghu_", 8, false), ("ghs_", 8, false), ("ghr_", 8, false),
        ("github_pat_", 8, false), ("glpat-", 8, false), ("gldt-", 8, false), ("glrt-", 8, false), ("glcbt-", 8, false), ("glptt-", 8,
            false), ("glft-", 8, false), ("glsoat-", 8, false), ("glagent-", 8, false), ("gloas-", 8, false),
        ("xoxa-", 8, false), ("xoxb-", 8, false), ("xoxe-", 8, false), ("xoxe.", 8, false), ("xoxp-", 8, false), ("xoxr-", 8, false),
            ("xoxs-", 8, false), ("xapp-", 8, false), ("hf_", 8, true), ("npm_", 8, true), ("pypi-", 12, false), ("rubygems_", 12, false),
        ("dckr_pat_", 8, false), ("dckr_oat_", 8, false), ("AIza", 20, true), ("ya29.", 8, false), ("GOCSPX-", 8, false), ("LTAI", 8, true),
            ("hvs.", 8, false), ("hvb.", 8, false), ("hvr.", 8, false), ("dop_v1_", 8, false), ("doo_v1_", 8, false),
        ("dor_v1_", 8, false), ("shpat_", 8, false), ("shpss_", 8, false), ("shpca_", 8, false), ("shppa_", 8, false), ("sq0atp-", 8,
            false), ("sq0csp-", 8, false), ("PMAK-", 8, false), ("NRAK-", 8, false), ("NRJS-", 8, false), ("glsa_", 8, false), ("glc_", 12,
            true),
        ("lin_api_", 8, false), ("ntn_", 20, true), ("figd_", 8, false), ("CFPAT-", 8, false), ("dp.pt.", 8, false), ("dp.st.", 8, false),
            ("dp.ct.", 8, false), ("dp.sa.", 8, false), ("tfp_", 12, true), ("ATATT3", 8, false), ("ATCTT3", 8, false), ("ATBB", 16, true),
            ("dapi", 24, true),
        ("sntrys_", 8, false), ("sntryu_", 8, false), ("ops_eyJ", 8, false), ("pscale_tkn_", 8, false), ("pscale_pw_", 8, false),
            ("pscale_oauth_", 8, false), ("fo1_", 12, true), ("fm2_", 12, true), ("tskey-", 8, false), ("nvapi-", 8, false), ("xai-", 12,
            true),
        ("gsk_", 12, true), ("r8_", 16, true), ("pplx-", 12, false), ("lsv2_pt_", 8, false), ("lsv2_sk_", 8, false), ("pcsk_", 12, false),
            ("jina_", 16, false), ("tvly-", 12, false), ("fc-", 24, true), ("e2b_", 16, true), ("amzn.mws.", 8, false), ("bkua_", 12,
            false), ("sgp_", 16, true),
        ("EAACEdEose0cBA", 8, false), ("FLWSECK", 8, false), ("AGE-SECRET-KEY-1", 8, false), ("CLOJARS_", 8, false), ("ABSK", 40, true),
            ("oy2", 40, true), ("ak-", 20, true), ("re_", 16, true), ("key-", 24, true), ("patq", 12, true), ("eyJrIjoi", 16, false),
            ("cio-", 20, true),
        ("SK", 32, true), ("AKID", 24, true), ("vcp_", 16, true), ("waka_", 16, false), ("cfut_", 16, false), ("sbp_", 24, false),
            ("sb_secret_", 8, false), ("rnd_", 16, true), ("sl.", 40, true), ("T3BlbkFJ", 8, false), ("atlasv1.", 16, false), ("pat-na1-",
            8, false), ("pat-eu1-", 8, false),
    ];

    // Where a shape has no prefix, or more than one part: what a text needs one of to be looked at, in any case, and the shape. The group
    // "s" is the secret, else all of it; with a group "b" it must be long and mixed besides. Where a shape ignores case, its signs have no i, k
    // and s: without case those are letters outside of ASCII too.
    private static readonly (SearchValues<string> Signs, Lazy<Regex> Shape)[] Others =
    [
        (Signs("PuTTY"), Compile(@"\bPuTTY-User-Key-File-[0-9]:.*", RegexOptions.Singleline)),
        (Signs("LS0tLS1CRUdJTi"), Compile(@"\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]+")),
        (Signs("AKIA", "ASIA", "ABIA", "ACCA"), Compile(@"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b")),
        (Signs("eyJ"), Compile(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")),
        (Signs("SG."), Compile(@"\bSG\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")),
        (Signs("."), Compile(@"\b[MNO][A-Za-z0-9_-]{22,26}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{25,}")),
        (Signs("Q~"), Compile(@"\b[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}")),
        (Signs("-us"), Compile(@"\b[0-9a-f]{32}-us[0-9]{1,2}\b")),
        (Signs("s."), Compile(@"\bs\.[A-Za-z0-9]{24}\b")),
        (Signs(":AA"), Compile(@"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,34}")),
        (Signs("1//0"), Compile(@"\b1//0[A-Za-z0-9_-]{30,}")),
        (Signs("hooks.slack"), Compile(@"https?://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/(?<s>[A-Za-z0-9_+/-]{16,})")),
        (Signs("discord"), Compile(@"https?://(?:[a-z]+\.)?discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/[0-9]+/(?<s>[A-Za-z0-9_-]{16,})")),
        (Signs("webhook.office"), Compile(@"https?://[a-z0-9-]+\.webhook\.office\.com/webhookb?2?/(?<s>[A-Za-z0-9_@/.-]{16,})")),
        (Signs("/hook/"), Compile(@"https?://(?:open\.feishu\.cn|open\.larksuite\.com)/open-apis/bot/v2/hook/(?<s>[A-Za-z0-9-]{16,})")),
        (Signs("zapier"), Compile(@"https?://hooks\.zapier\.com/hooks/catch/(?<s>[A-Za-z0-9/]{8,})")),
        (Signs("telegram"), Compile(@"https?://api\.telegram\.org/(?:file/)?bot(?<s>[A-Za-z0-9_:-]{16,})")),
        (Signs("://"), Compile(@"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#:@'""]*:(?<s>[^\s/?#'""]+)@")),
        (Signs("://"), Compile(@"[A-Za-z][A-Za-z0-9+.-]*://(?<s>[A-Za-z0-9_.~%-]{16,})@")),
        (Signs("AWS4"), Compile(@"\b(?:AWS4-HMAC-SHA256\s+(?<s>Credential=[^\r\n'""]+))")),
        (Signs("bearer", "ba", "ge", "negot"), Compile(@"(?i:\b(?:bearer|(?<b>basic|digest|negotiate))\s+)(?<s>[A-Za-z0-9._~+/=-]*[0-9A-Z._~+/=][A-Za-z0-9._~+/=-]{7,})")),
        (Signs("auth", ".log"), Compile(@"(?i:auth\s*=\s*|HTTPBasicAuth|HTTPDigestAuth|BasicAuth|\.login|\.authenticate)\(\s*\\?['""][^'""\\]*\\?['""]\s*,\s*\\?['""](?<s>[^'""\\]+)")),
        (Signs("dent", "word"), Compile(@"(?i:\b(?:identified\s+by|with\s+(?:encrypted\s+)?password|password)\s+(?:as\s+)?)\\?'(?<s>[^'\\]+)")),
        (Signs("aws_"), Compile(@"(?i:\baws_(?:secret_access_key|session_token|access_key_id)\s+)(?<s>[^\s""'=:]+)")),
    ];

    private const int LongestLabel = 64;

    // Backtracks, for the sake of looking behind, but nothing in it can be read in two ways: linear all the same.
    private static readonly Lazy<Regex> AnyToken = new(() => new Regex(
        @"(?<![A-Za-z0-9_/-])(?:" + string.Join('|', Tokens.OrderByDescending(t => t.Prefix.Length).Select(Pattern)) + ")",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture));

    private static readonly SearchValues<string> TokenSigns = SearchValues.Create([.. Tokens.Select(t => t.Prefix)],
        StringComparison.Ordinal);

    /// <summary>Adds the places of all secrets that are known by their shape.</summary>
    public static void Find(string text, List<(int Start, int End)> found)
    {
        if (text.AsSpan().ContainsAny(TokenSigns))
        {
            for (var match = AnyToken.Value.Match(text); match.Success; match = match.NextMatch())
            {
                if (!match.Groups["w"].Success || IsMixed(match.ValueSpan))
                    found.Add((match.Index, match.Index + match.Length));
            }
        }

        FindPem(text, found);

        foreach (var (signs, shape) in Others)
        {
            if (!text.AsSpan().ContainsAny(signs))
                continue;
            for (var match = shape.Value.Match(text); match.Success; match = match.NextMatch())
                Add(match, found);
        }
    }

    // To its last line, or to the end of what was cut off.
    private static void FindPem(string text, List<(int Start, int End)> found)
    {
        const string Begin = "-----BEGIN ", End = "-----END ", Line = "-----";
        for (var at = 0; (at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
        {
            var head = text.IndexOf(Line, at + Begin.Length, StringComparison.Ordinal);
            var label = text.AsSpan(at + Begin.Length, Math.Min(head < 0 ? text.Length : head,
                at + Begin.Length + LongestLabel) - at - Begin.Length);
            if (!label.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                at += Begin.Length;
                continue;
            }

            var tail = text.IndexOf(End, at, StringComparison.Ordinal);
            var close = tail < 0 ? -1 : text.IndexOf(Line, tail + End.Length, StringComparison.Ordinal);
            found.Add((at, close < 0 ? text.Length : close + Line.Length));
            at = found[^1].End;
        }
    }

    private static void Add(Match match, List<(int Start, int End)> found)
    {
        var secret = match.Groups["s"] is { Success: true } part ? part : match;
        if (SecretValues.StandsForSecret("", secret.ValueSpan) || (match.Groups["b"].Success
            && !SecretValues.LooksLikeKey(secret.ValueSpan.TrimEnd('='))))
            return;
        found.Add((secret.Index, secret.Index + secret.Length));
    }

    private static string Pattern((string Prefix, int Least, bool IsWord) token)
    {
        var pattern = $"{Regex.Escape(token.Prefix)}[A-Za-z0-9_./+=-]{{{token.Least},}}";
        return token.IsWord ? $"(?<w>{pattern})" : pattern;
    }

    private static bool IsMixed(ReadOnlySpan<char> token) =>
        token.ContainsAnyInRange('0', '9') || (token.ContainsAnyInRange('a', 'z') && token.ContainsAnyInRange('A', 'Z'));

    private static SearchValues<string> Signs(params ReadOnlySpan<string> signs) =>
        SearchValues.Create(signs, StringComparison.OrdinalIgnoreCase);

    // Made when a text with the sign comes: few texts have one, and making them all takes a tenth of a short run.
    private static Lazy<Regex> Compile(string pattern, RegexOptions options = RegexOptions.None) =>
        new(() => new Regex(pattern, options | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
}
