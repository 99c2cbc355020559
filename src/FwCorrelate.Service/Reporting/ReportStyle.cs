// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Reporting;

/// <summary>The page's style sheet. Colours keep a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3) on both grounds.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --ground: #fbfaf8; --panel: #ffffff; --sunk: #f3f1ed; --ink: #1b1d21; --soft: #5b6068; --rule: #dedad3;
          --link: #0b57a4; --call: #1f6f5c; --connection: #a8480c; --for: #1a6b3c; --against: #9a3412; --warn: #fff4dc; --warn-edge: #c98a06;
          --critical: #9b0f26; --high: #b23b06; --medium: #7d5600; --low: #2a5f8f; --informational: #5b6068;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14161a; --panel: #1b1e23; --sunk: #23272d; --ink: #e7e5e1; --soft: #a5a9b1; --rule: #353a42;
            --link: #86bdf5; --call: #5cc6a8; --connection: #f0965a; --for: #6fcf97; --against: #f0a07a; --warn: #33290f; --warn-edge: #c99a2e;
            --critical: #ff8093; --high: #ff9d66; --medium: #e4b950; --low: #86bdf5; --informational: #a5a9b1;
          }
        }
        * { box-sizing: border-box; }
        html { background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        body { margin: 0; }
        main { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.015em; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; margin: 3rem 0 .8rem; padding-bottom: .35rem; border-bottom: 2px solid var(--ink); }
        h3 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
        h4 { font-size: .95rem; margin: 1.5rem 0 .35rem; }
        h5 { font-size: .85rem; margin: 0 0 .25rem; color: var(--soft); }
        p { margin: 0 0 .6rem; max-width: 72ch; }
        a { color: var(--link); text-underline-offset: .15em; }
        bdi { unicode-bidi: isolate; overflow-wrap: anywhere; }
        code, pre, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
        time { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .eyebrow { color: var(--soft); font-size: .85rem; margin: 0 0 .3rem; }
        .lede { color: var(--soft); max-width: none; }
        .hint, .more { color: var(--soft); font-size: .9rem; }
        .callout { background: var(--warn); border-left: 4px solid var(--warn-edge); padding: .8rem 1rem; margin: 1rem 0; max-width: none; border-radius: 0 4px 4px 0; }
        .callout ul { margin: .3rem 0 0; padding-left: 1.2rem; }
        .scroll { overflow-x: auto; margin: .5rem 0 .9rem; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; }
        caption { text-align: left; font-weight: 600; font-size: .95rem; padding: .6rem 0 .3rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--rule); font-weight: 400; }
        th, td { max-width: 30rem; }
        th bdi, td bdi { overflow-wrap: break-word; }
        thead th { color: var(--soft); font-size: .8rem; white-space: nowrap; border-bottom-color: var(--soft); }
        tbody th { font-weight: 600; }
        .number { text-align: right; padding-right: 1.4rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .none { color: var(--soft); }
        .sub { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; }
        .bad { color: var(--against); }
        .summary table { width: auto; }
        .summary td.number { padding-left: 1.6rem; font-size: 1.05rem; }
        .actions { padding-left: 1.3rem; margin: 0; }
        .actions li { margin: 0 0 .5rem; max-width: 90ch; }
        .level, .chip { display: inline-block; font-size: .75rem; line-height: 1.35rem; font-weight: 600; padding: 0 .5rem; border-radius: 3px; white-space: nowrap; border: 1px solid currentColor; }
        .level { color: var(--ground); border-color: transparent; background: var(--informational); }
        .level.critical { background: var(--critical); } .level.high { background: var(--high); }
        .level.medium { background: var(--medium); } .level.low { background: var(--low); }
        .chip { color: var(--soft); }
        .chip.agent_initiated, .chip.external_compromise { color: var(--critical); }
        .chip.live { color: var(--high); }
        .behaviour { background: var(--panel); border: 1px solid var(--rule); border-left: 5px solid var(--informational); border-radius: 4px; padding: 1.1rem 1.4rem .6rem; margin: 0 0 1.4rem; }
        .behaviour.critical { border-left-color: var(--critical); } .behaviour.high { border-left-color: var(--high); }
        .behaviour.medium { border-left-color: var(--medium); } .behaviour.low { border-left-color: var(--low); }
        .behaviour > h3 { margin: 0 0 .3rem; font-size: 1.2rem; }
        .behaviour > h3 .level { vertical-align: .12em; margin-right: .25rem; }
        .target { font-weight: 400; color: var(--soft); margin-left: .5rem; }
        details { margin: .4rem 0 1rem; }
        summary { cursor: pointer; padding: .35rem 0; }
        summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .incident { border-top: 1px solid var(--rule); margin: 0; padding: .4rem 0; }
        .incident > summary .id { font-weight: 600; }
        .incident > summary .what { color: var(--soft); }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: .7rem 1.6rem; margin: .6rem 0 1rem; }
        .facts dt { color: var(--soft); font-size: .8rem; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        pre.command { background: var(--sunk); border-radius: 4px; padding: .75rem 1rem; margin: 0 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; tab-size: 4; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 0 2rem; }
        .columns ul, .decide, .plain { margin: 0 0 .6rem; padding-left: 1.2rem; }
        .for li::marker { content: "+  "; color: var(--for); font-weight: 700; }
        .against li::marker { content: "\2212  "; color: var(--against); font-weight: 700; }
        .weight { min-width: 11rem; }
        .bar { display: block; width: 100%; max-width: 12rem; height: .5rem; margin-top: .3rem; }
        .bar .track { fill: var(--sunk); } .bar .fill { fill: var(--call); }
        .rest th { font-weight: 400; } .rest .fill { fill: var(--soft); }
        .drawing { margin: .4rem 0 1rem; }
        .drawing svg { display: block; width: 100%; min-width: 38rem; height: auto; background: var(--sunk); border-radius: 4px; }
        .drawing text { font: 12px system-ui, sans-serif; fill: var(--ink); unicode-bidi: isolate; }
        .drawing .tick { stroke: var(--rule); stroke-width: 1; } .drawing text.tick-label { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; }
        .drawing .call { fill: var(--call); } .drawing .connection { fill: var(--connection); fill-opacity: .75; }
        .drawing .faint { fill-opacity: .28; } .drawing .start { stroke: var(--connection); stroke-width: 3; }
        .drawing .chance { fill: var(--soft); fill-opacity: .55; } .drawing .observed { stroke: var(--connection); stroke-width: 3; }
        .drawing .profile { fill: none; stroke: var(--call); stroke-width: 2; } .key-chance { background: var(--soft); }
        .drawing { overflow-x: auto; }
        figcaption { color: var(--soft); font-size: .8rem; margin-top: .3rem; }
        .key { display: inline-block; width: .9em; height: .7em; border-radius: 2px; }
        .key-call { background: var(--call); } .key-connection { background: var(--connection); }
        .sum { max-width: none; margin: 0 0 .3rem; font-variant-numeric: tabular-nums; }
        .term { white-space: nowrap; font-weight: 600; } .term.none { font-weight: 400; } .term small { color: var(--soft); font-weight: 400; }
        .hash { color: var(--soft); }
        .drawing svg.zoom { cursor: grab; touch-action: pan-y; } .drawing svg.zoom:focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
        .tools { color: var(--soft); font-size: .8rem; margin: .4rem 0 0; max-width: none; }
        button, input, select { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--soft); border-radius: 4px; padding: .15rem .55rem; }
        button { cursor: pointer; } button:focus-visible, input:focus-visible, select:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
        .find { position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--rule); padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; font-size: .9rem; }
        .find[hidden], .index li[hidden] { display: none; }
        .find input { width: 16rem; max-width: 100%; } .find output { color: var(--soft); font-variant-numeric: tabular-nums; }
        .index ol { list-style: none; margin: 0; padding: 0; content-visibility: auto; contain-intrinsic-size: auto 2200px; }
        .index li { padding: .45rem 0; border-bottom: 1px solid var(--rule); font-size: .875rem; overflow-wrap: anywhere; }
        .index .what { color: var(--soft); } .printed { display: none; }
        @media (max-width: 46rem) {
          main { padding: 1.5rem 1rem 3rem; } .scroll table { width: max-content; min-width: 100%; } .scroll th, .scroll td { max-width: 16rem; }
          .behaviour { padding: .9rem .9rem .4rem; } .summary td.number { padding-left: .4rem; } .number { padding-right: .8rem; }
          .scroll, .drawing { border-right: 2px dotted var(--rule); }
        }
        @media print {
          :root { --ground: #fff; --panel: #fff; --sunk: #f4f4f2; --ink: #000; --soft: #444; --rule: #ccc; --link: #000; --warn: #fff; }
          html { font-size: 10.5pt; } main { max-width: none; padding: 0; }
          .scroll, .drawing { overflow: visible; } .drawing svg { min-width: 0; }
          .behaviour, tr, figure, pre { break-inside: avoid-page; } .behaviour { break-inside: auto; }
          h2, h3, h4, summary { break-after: avoid; }
          .tools, .find { display: none; } .index ol:nth-of-type(n+5) { display: none; } .printed { display: block; }
          .level { color: #000; background: none !important; border-color: currentColor; }
        }

        """;
}
