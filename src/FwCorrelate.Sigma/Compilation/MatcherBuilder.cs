// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>The last step: the tree as sealed objects for one kind of event.</summary>
internal static class MatcherBuilder
{
    public static Matcher<TEvent> Build<TEvent>(Predicate predicate)
        where TEvent : struct, IEvent => predicate switch
        {
            And all => new AndMatcher<TEvent>([.. all.Parts.Select(Build<TEvent>)]),
            Or any => new OrMatcher<TEvent>([.. any.Parts.Select(Build<TEvent>)]),
            Not inverse => new NotMatcher<TEvent>(Build<TEvent>(inverse.Part)),
            FieldTest test => new FieldMatcher<TEvent>(test.Field, test.Test),
            FieldPairTest pair => new PairMatcher<TEvent>(pair.Left, pair.Right, pair.Test),
            KeywordTest keyword => new KeywordMatcher<TEvent>(keyword.Test),
            Named named => new NamedMatcher<TEvent>(named.Written, Build<TEvent>(named.Part)),
            Constant constant => new ConstantMatcher<TEvent>(constant.Value),
            _ => throw new UnreachableException(),
        };
}
