// Rows of a terminal as SVG: letters at their columns, whatever font there is.
import { escaped, mono } from './svg.mjs';

export const letter = 7.8;
export const row = 18;
export const margin = 16;
const bar = 30;

const colours = {
  c1: '#ff7b72', c2: '#3fb950', c3: '#d29922', c4: '#58a6ff', c5: '#bc8cff', c6: '#39c5cf', c8: '#8b949e', c9: '#ffa198', c10: '#56d364',
  c11: '#e3b341', c12: '#79c0ff', c14: '#56d4dd',
};

export const rowText = (runs, y) => `<text y="${y}">${runs.map(([column, content, style]) => {
  const length = [...content].length;
  return `<tspan x="${+(margin + column * letter).toFixed(1)}" textLength="${+(length * letter).toFixed(1)}"`
    + `${style ? ` class="${style}"` : ''}>${escaped(content)}</tspan>`;
}).join('')}</text>`;

export const rowAt = index => bar + 24 + index * row;

export function screenPicture(columns, rows, title, body, style = '') {
  const width = Math.round(2 * margin + columns * letter);
  const height = bar + 14 + rows * row + margin;
  const fills = Object.entries(colours).map(([name, colour]) => `.${name}{fill:${colour}}`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>text{font:13px ${mono};fill:#e6edf3;white-space:pre}.b{font-weight:700}${fills}.p{fill:#3fb950}${style}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="#0d1117" stroke="#3d444d"/>
<circle cx="18" cy="16" r="5.5" fill="#ff5f57"/><circle cx="36" cy="16" r="5.5" fill="#febc2e"/><circle cx="54" cy="16" r="5.5" fill="#28c840"/>
<clipPath id="c"><rect x="0" y="${bar + 10}" width="${width}" height="${height - bar - 14}"/></clipPath>
<g clip-path="url(#c)">
${body}
</g>
</svg>
`;
}

// A command as it is typed: its prompt and its text.
export const prompt = line => [[0, '$', 'p'], [2, line, 'b']];
