// What the pictures are drawn with. Each has a ground of its own, so that it can be read on a light page and on a dark one.
export const mono = 'ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace';
export const sans = '-apple-system,Segoe UI,Helvetica,Arial,DejaVu Sans,sans-serif';

export const escaped = text => `${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const number = value => value.toLocaleString('en-US');

export function drawing(width, height, title, parts, style = '') {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>text{font:14px ${sans};fill:#1f2328}.m{font:12.5px ${mono}}.h{font-weight:600}.s{font-size:12px;fill:#59636e}`
    + `.w{fill:#1a7f37}.k{fill:#9a6700}.r{fill:#d1242f}.a{fill:#0969da}${style}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="#fff" stroke="#d1d9e0"/>
${parts.flat(Infinity).join('\n')}
</svg>
`;
}

export const text = (x, y, content, style = '', anchor = 'start') =>
  `<text x="${x}" y="${y}"${style ? ` class="${style}"` : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`
  + ` xml:space="preserve">${escaped(content)}</text>`;

export const lines = (x, y, contents, style = '', step = 18) => contents.map((content, i) => text(x, y + i * step, content, style));

export const box = (x, y, width, height, fill = '#f6f8fa', stroke = '#d1d9e0') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${stroke}"/>`;

export function arrow(x1, y1, x2, y2, colour = '#59636e') {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = turn => `${(x2 - 8 * Math.cos(angle + turn)).toFixed(1)} ${(y2 - 8 * Math.sin(angle + turn)).toFixed(1)}`;
  return `<path d="M${x1} ${y1}L${x2} ${y2}M${wing(0.45)}L${x2} ${y2}L${wing(-0.45)}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
}
