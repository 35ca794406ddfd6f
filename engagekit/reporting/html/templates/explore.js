(() => {
  const box = document.querySelector('.explorer'); if (!box) return;
  const data = JSON.parse(document.getElementById('x-data').textContent);
  const all = data.rows.map((row) => row.map((at) => [at].flat().map((i) => data.words[i]).join(', ')));
  const [group, period, text, said, table] = ['x-group', 'x-period', 'x-text', 'x-said', 'x-table'].map((id) => document.getElementById(id));
  const body = table.tBodies[0], heads = [...table.querySelectorAll('.sort')], most = 300;
  let by = -1, down = false;
  const fill = (select, at) => [said.dataset.all, ...new Set(all.map((row) => row[at]).filter(Boolean))].forEach((name, i) => {
    const option = document.createElement('option'); option.textContent = name; option.value = i ? name : ''; select.append(option);
  });
  fill(group, 2); fill(period, 3);
  const placed = (value) => value.replace(/^(T\d) (\d.*)/, '$2 $1');
  const plain = (value) => value.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const number = (value) => { const found = value.replace(/[\s\u00a0\u202f$%]/g, '').replace(/\u2212/, '-').replace(/(\d),(?=\d{3})/g, '$1').replace(',', '.'); return found && !isNaN(found) ? Number(found) : null; };
  const shown = () => {
    const words = plain(text.value).split(/\s+/).filter(Boolean);
    const rows = all.filter((row) => (!group.value || row[2] === group.value) && (!period.value || row[3] === period.value) && words.every((word) => plain(row.join(' ')).includes(word)));
    if (by >= 0) rows.sort((a, b) => { const [x, y] = [number(a[by]), number(b[by])]; const way = x !== null && y !== null ? x - y : placed(a[by]).localeCompare(placed(b[by])); return down ? -way : way; });
    return rows;
  };
  const draw = () => {
    const rows = shown();
    body.replaceChildren(...rows.slice(0, most).map((row) => {
      const line = document.createElement('tr');
      row.forEach((value, at) => { const cell = document.createElement(at ? 'td' : 'th'); if (!at) cell.scope = 'row'; if (at > 3) cell.className = 'n'; cell.textContent = value; line.append(cell); });
      return line;
    }));
    said.textContent = said.dataset.rows.replace('#', rows.length);
  };
  [group, period].forEach((select) => select.addEventListener('change', draw));
  text.addEventListener('input', draw);
  heads.forEach((head, at) => head.addEventListener('click', () => {
    down = by === at && !down; by = at;
    heads.forEach((other, i) => { if (i === at) other.parentElement.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else other.parentElement.removeAttribute('aria-sort'); });
    draw();
  }));
  const copy = async (lines) => {
    const whole = lines.map((line) => line.join('\t')).join('\n');
    try { await navigator.clipboard.writeText(whole); } catch { const area = document.createElement('textarea'); area.value = whole; document.body.append(area); area.select(); document.execCommand('copy'); area.remove(); }
    said.textContent = said.dataset.copied;
  };
  document.getElementById('x-copy').addEventListener('click', () => copy([heads.map((head) => head.textContent), ...shown()]));
  box.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  box.hidden = false; draw();
})();
