// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Sigma.Compilation;

/// <summary><c>expand</c>: replaces <c>%name%</c> by each of the values given for it; <c>\%</c> is a literal percent sign.</summary>
internal static class Placeholders
{
    private const int MaxForms = 10_000;

    /// <summary>The texts with escapes and wildcards still unread; <paramref name="problem"/> says why there are none.</summary>
    public static IReadOnlyList<string> Expand(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> values, out string? problem)
    {
        problem = null;
        List<StringBuilder> forms = [new()];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                var escaped = text[++i];
                Append(forms, escaped == '%' ? "%" : $"\\{escaped}");
                continue;
            }

            var end = text[i] == '%' ? text.IndexOf('%', i + 1) : -1;
            if (end < 0)
            {
                Append(forms, text[i].ToString());
                continue;
            }

            var name = text[(i + 1)..end];
            if (!values.TryGetValue(name, out var replacements) || replacements.Count == 0)
            {
                problem = $"Nothing gives values for the placeholder '%{name}%'.";
                return [];
            }

            if ((long)forms.Count * replacements.Count > MaxForms)
            {
                problem = $"The placeholders of '{text}' make more than {MaxForms} values.";
                return [];
            }

            forms = [.. forms.SelectMany(_ => replacements, static (form, value) => new StringBuilder().Append(form).Append(value))];
            i = end;
        }

        return [.. forms.Select(f => f.ToString())];
    }

    private static void Append(List<StringBuilder> forms, string text)
    {
        foreach (var form in forms)
            form.Append(text);
    }
}
