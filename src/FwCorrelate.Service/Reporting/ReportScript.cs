// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Reporting;

/// <summary>
/// The page's only script: zoom and pan of the pictures, search in the index. It is the same on every page, its hash stands in the
/// Content-Security-Policy, and it makes elements and attributes of numbers only: no text of a case is ever taken for markup or code. All
/// of the page can be read without it.
/// </summary>
internal static class ReportScript
{
    public const string Js = """
        (() => {
          'use strict';
          const ns = 'http://www.w3.org/2000/svg', slices = 160, second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
          const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, ...[1, 2, 5, 10, 15, 30].map(n => n * second),
            ...[1, 2, 5, 10, 15, 30].map(n => n * minute), ...[1, 2, 3, 6, 12].map(n => n * hour),
            ...[1, 2, 7, 14, 30, 90, 365].map(n => n * day)];
          const two = n => String(n).padStart(2, '0');
          const make = (name, attributes, text) => {
            const element = document.createElementNS(ns, name);
            for (const key in attributes) element.setAttribute(key, attributes[key]);
            if (text !== undefined) element.textContent = text;
            return element;
          };
          const spansOf = text => (text || '').split(' ').filter(s => s).map(s => {
            const [from, length] = s.split('.').map(n => parseInt(n, 36));
            return [from, from + length];
          });

          function picture(svg) {
            const whole = +svg.dataset.length, base = +svg.dataset.start, left = +svg.dataset.left, width = +svg.dataset.width;
            const lanes = [...svg.querySelectorAll('g.lane')].map(g => ({
              bars: g.querySelector('g'), top: +g.dataset.top, kind: g.dataset.kind, height: +g.dataset.height,
              spans: spansOf(g.dataset.spans), full: spansOf(g.dataset.full), isSplit: 'full' in g.dataset }));
            const axis = svg.querySelector('g.axis'), bottom = +svg.dataset.bottom;
            let from = 0, to = whole;
            const at = time => left + (time - from) / (to - from) * width;
            const label = (time, step) => {
              const t = new Date(base + time);
              if (step >= day) return `${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())}`;
              const clock = `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
              if (step >= minute) return clock;
              const seconds = `${clock}:${two(t.getUTCSeconds())}`;
              return step >= second ? seconds : `${seconds}.${String(t.getUTCMilliseconds()).padStart(3, '0')}`;
            };
            const count = spans => {
              const changes = new Int32Array(slices + 1), counts = new Int32Array(slices), slice = (to - from) / slices;
              for (const [a, b] of spans) {
                if (b < from || a > to) continue;
                changes[Math.max(0, Math.min(slices - 1, Math.floor((a - from) / slice)))]++;
                changes[Math.max(0, Math.min(slices - 1, Math.floor((b - from) / slice))) + 1]--;
              }
              for (let i = 0, n = 0; i < slices; i++) counts[i] = n += changes[i];
              return counts;
            };
            const bars = (lane, counts, most, name) => {
              for (let i = 0, next; i < slices; i = next) {
                for (next = i + 1; next < slices && counts[next] === counts[i];) next++;
                if (!counts[i]) continue;
                const height = Math.max(3, lane.height * counts[i] / most);
                lane.bars.append(make('rect', { class: name, x: left + i * width / slices, y: lane.top + lane.height - height,
                  width: (next - i) * width / slices, height }));
              }
            };
            const draw = () => {
              for (const lane of lanes) {
                const counts = count(lane.spans), most = Math.max(1, ...counts);
                lane.bars.replaceChildren();
                bars(lane, counts, most, lane.isSplit ? lane.kind + ' faint' : lane.kind);
                if (lane.isSplit) bars(lane, count(lane.full), most, lane.kind);
              }
              const step = steps.find(s => (to - from) / s <= 8) || steps[steps.length - 1];
              axis.replaceChildren();
              for (let time = Math.ceil((base + from) / step) * step - base; time <= to; time += step) {
                axis.append(make('line', { class: 'tick', x1: at(time), x2: at(time), y1: 0, y2: bottom + 4 }));
                axis.append(make('text', { class: 'tick-label', x: at(time), y: bottom + 19, 'text-anchor': 'middle' }, label(time, step)));
              }
            };
            const show = (a, b) => {
              const length = Math.max(20, Math.min(whole, b - a));
              from = Math.max(0, Math.min(whole - length, a));
              to = from + length;
              draw();
            };
            const zoom = (factor, middle = (from + to) / 2) => show(middle - (middle - from) * factor, middle + (to - middle) * factor);
            const pan = share => show(from + (to - from) * share, to + (to - from) * share);
            const keys = { '+': () => zoom(.5), '=': () => zoom(.5), '-': () => zoom(2),
              '0': () => show(0, whole), Home: () => show(0, whole), ArrowLeft: () => pan(-.25), ArrowRight: () => pan(.25) };
            svg.tabIndex = 0;
            svg.addEventListener('keydown', event => {
              if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
              event.preventDefault();
              keys[event.key]();
            });
            const timeAt = event => {
              const box = svg.getBoundingClientRect();
              const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
              return from + Math.max(0, Math.min(1, (x - left) / width)) * (to - from);
            };
            svg.addEventListener('wheel', event => {
              if (!event.ctrlKey && document.activeElement !== svg) return;
              event.preventDefault();
              zoom(event.deltaY < 0 ? .8 : 1.25, timeAt(event));
            }, { passive: false });
            let held = null;
            svg.addEventListener('pointerdown', event => { held = timeAt(event); svg.setPointerCapture(event.pointerId); });
            svg.addEventListener('pointermove', event => {
              if (held === null) return;
              const moved = held - timeAt(event);
              show(from + moved, to + moved);
            });
            for (const name of ['pointerup', 'pointercancel']) svg.addEventListener(name, () => { held = null; });
            svg.addEventListener('dblclick', event => zoom(.5, timeAt(event)));
            const tools = document.createElement('p');
            tools.className = 'tools';
            for (const [text, title, act] of [['+', 'Zoom in', keys['+']], ['−', 'Zoom out', keys['-']],
              ['◀', 'Earlier', keys.ArrowLeft], ['▶', 'Later', keys.ArrowRight], ['whole', 'Show all of it', keys['0']]]) {
              const button = document.createElement('button');
              button.type = 'button';
              button.textContent = text;
              button.title = title;
              button.setAttribute('aria-label', title);
              button.addEventListener('click', act);
              tools.append(button, ' ');
            }
            tools.append('drag, or + − ← → 0 on the keyboard');
            svg.parentNode.before(tools);
          }

          function search(find) {
            const rows = [...document.querySelectorAll('.index li')], output = find.querySelector('output');
            const [text, level, verdict] = find.querySelectorAll('input, select');
            let texts = null;
            const run = () => {
              texts = texts || rows.map(r => r.textContent.toLowerCase());
              const words = text.value.toLowerCase().split(/\s+/).filter(w => w);
              let shown = 0;
              rows.forEach((row, i) => {
                const fits = (!level.value || row.dataset.l === level.value) && (!verdict.value || row.dataset.v === verdict.value)
                  && words.every(w => w.length > 1 && w[0] === '-' ? !texts[i].includes(w.slice(1)) : texts[i].includes(w));
                if (row.hidden === fits) row.hidden = !fits;
                shown += fits;
              });
              output.textContent = `${shown.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`;
            };
            for (const field of [text, level, verdict]) field.addEventListener('input', run);
            document.addEventListener('keydown', event => {
              if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
                event.preventDefault();
                text.focus();
              } else if (event.key === 'Escape' && document.activeElement === text) {
                text.value = '';
                run();
              }
            });
            find.hidden = false;
          }

          const open = () => {
            const target = document.getElementById(location.hash.slice(1));
            if (target && target.tagName === 'DETAILS') target.open = true;
          };
          document.querySelectorAll('svg.zoom').forEach(picture);
          document.querySelectorAll('.find').forEach(search);
          addEventListener('hashchange', open);
          open();
        })();

        """;
}
