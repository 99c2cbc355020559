// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// What the texts of a case do, for one family of rules: a mixture of those whose calls act more or less often and those whose calls never
/// do. A text does half as its program does and half as texts at large; how many texts act how often is learnt over all of them, with a
/// weight. Each text's contacts are taken at their likelihood, never at the weight that its calls were given for them: two calls beside two
/// events would else vouch for each other, more in each round (decision record 0002).
/// </summary>
internal sealed class TextShares
{
    /// <summary>Texts that what is believed before the case tells counts for.</summary>
    private const double BelievedTexts = 20;

    /// <summary>Share of what a text does that it has of its program.</summary>
    private const double OfProgram = 0.5;

    private readonly CallBook _calls;
    private readonly int _family;
    private readonly double[][] _believed;

    /// <summary>Of all texts of a telling, with what was believed of them before, by telling; and how many texts that makes.</summary>
    private readonly double[][] _sums;
    private readonly double[] _texts;
    private readonly double[][] _masses;
    private readonly Dictionary<ProgramFacts, double[]> _logByProgram = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TextFacts, double[]> _terms = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TextFacts, double[]> _beliefs = new(ReferenceEqualityComparer.Instance);

    /// <param name="believed">Share of the calls that act, before the case tells, by <see cref="DestinationTelling"/>.</param>
    /// <param name="before">The same family's after the last round; null in the first.</param>
    public TextShares(CallBook calls, int family, Func<DestinationTelling, double> believed, TextShares? before)
    {
        (_calls, _family) = (calls, family);
        var tellings = Enum.GetValues<DestinationTelling>();
        _believed = [.. tellings.Select(t => ShareGrid.Believed(believed(t)))];
        var masses = before?._masses ?? _believed;
        _texts = [.. tellings.Select(t => BelievedTexts + calls.TextsByCalls(t).Values.Sum())];
        _sums = [.. tellings.Select(t => Sum(t, masses[(int)t]))];
        _masses = [.. tellings.Select(t => Array.ConvertAll(_sums[(int)t], s => s / _texts[(int)t]))];
    }

    /// <summary>Share of the calls of a text that act, by those other than <paramref name="call"/> and but for what is weighed.</summary>
    public double ShareOf(CallFacts call, Contact? weighed)
    {
        if (!_beliefs.TryGetValue(call.Text, out var belief))
            _beliefs.Add(call.Text, belief = BeliefOf(call.Text));
        return ShareGrid.Mean(
            belief, call.Text.Evidence.TryGetValue(_family, out var evidence) ? evidence.Without(call, weighed)
                : ShareGrid.Idle(call.Text.Calls - 1));
    }

    /// <summary>What is believed of a text by what all others do.</summary>
    private double[] BeliefOf(TextFacts text)
    {
        var atLarge = OthersThan(text);
        var log = (double[])LogOf(text.Program).Clone();
        Add(log, TermOf(text), -1);
        var belief = ShareGrid.Posterior(atLarge, log);
        for (var i = 0; i < belief.Length; i++)
            belief[i] = (OfProgram * belief[i]) + ((1 - OfProgram) * atLarge[i]);
        return belief;
    }

    /// <summary>What texts of the telling do, but for one.</summary>
    private double[] OthersThan(TextFacts text)
    {
        var telling = (int)text.Telling;
        var own = ShareGrid.Posterior(_masses[telling], LogOfText(text));
        var others = new double[own.Length];
        for (var i = 0; i < own.Length; i++)
            others[i] = Math.Max(0, _sums[telling][i] - own[i]) / (_texts[telling] - 1);
        return others;
    }

    private double[] LogOfText(TextFacts text) =>
        text.Evidence.TryGetValue(_family, out var evidence) ? evidence.LogLikelihood : ShareGrid.Idle(text.Calls);

    /// <summary>One step of expectation and maximisation from the masses of the round before.</summary>
    private double[] Sum(DestinationTelling telling, double[] masses)
    {
        var sum = Array.ConvertAll(_believed[(int)telling], b => BelievedTexts * b);
        var seen = new Dictionary<int, int>();
        foreach (var text in _calls.Texts)
        {
            if (text.Telling != telling || !text.Evidence.TryGetValue(_family, out var evidence))
                continue;
            Add(sum, ShareGrid.Posterior(masses, evidence.LogLikelihood), 1);
            seen[text.Calls] = seen.GetValueOrDefault(text.Calls) + 1;
        }

        foreach (var (calls, texts) in _calls.TextsByCalls(telling))
            Add(sum, ShareGrid.Posterior(masses, ShareGrid.Idle(calls)), texts - seen.GetValueOrDefault(calls));
        return sum;
    }

    private static void Add(double[] sum, double[] posterior, double times)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += times * posterior[i];
    }

    /// <summary>Log-likelihood of a program's share by all its texts.</summary>
    private double[] LogOf(ProgramFacts program)
    {
        if (_logByProgram.TryGetValue(program, out var log))
            return log;
        log = new double[ShareGrid.Length];
        var (calls, texts) = (program.Calls, program.Texts);
        foreach (var text in program.KnownTexts)
        {
            calls -= text.Calls;
            texts--;
            Add(log, TermOf(text), 1);
        }

        if (texts > 0)
            Add(log, Term(DestinationTelling.Open, ShareGrid.Idle((double)calls / texts)), texts);
        _logByProgram.Add(program, log);
        return log;
    }

    /// <summary>What one text tells of its program: it does as that does, or as texts at large.</summary>
    private double[] TermOf(TextFacts text)
    {
        if (!_terms.TryGetValue(text, out var term))
            _terms.Add(text, term = Term(text.Telling, LogOfText(text)));
        return term;
    }

    private double[] Term(DestinationTelling telling, double[] log)
    {
        var atLarge = ShareGrid.LogMean(_masses[(int)telling], log);
        return Array.ConvertAll(log, l => LogOfSum(Math.Log(OfProgram) + l, Math.Log(1 - OfProgram) + atLarge));
    }

    private static double LogOfSum(double left, double right) =>
        Math.Max(left, right) + Math.Log(1 + Math.Exp(-Math.Abs(left - right)));
}
