(() => {
  /* Sets a brief on pages: which sections begin one, and what gives way where there are too many. */
  const room = ROOM, most = MOST, least = 0.6, smallest = 0.9;
  const sections = [...document.querySelectorAll('.page')];
  const top = document.querySelector('.top'), end = document.querySelector('.end');
  const tall = (row) => row.getBoundingClientRect().height + parseFloat(getComputedStyle(row).marginBottom);
  const rank = (row) => {
    const ranks = [...row.querySelectorAll('.block')].map((block) => Number(block.dataset.rank || 0));
    return ranks.length ? Math.min(...ranks) : 0;
  };
  const plan = sections.map((section) => [...section.querySelectorAll(':scope > .row')].map((row) => ({row, tall: tall(row), rank: rank(row)})));
  const gone = new Set();
  const kept = (rows) => rows.filter((one) => !gone.has(one));
  const sum = (rows) => kept(rows).reduce((all, one) => all + one.tall, 0);
  /* a section that is a little too tall for a page is set a little smaller */
  const shrink = (at, breaks) => {
    const whole = sum(plan[at]);
    return breaks.has(at) && whole > room && whole * smallest <= room ? (room - 1) / whole : 1;
  };
  const set = (breaks) => {
    const fills = [], order = [];
    let used = top ? tall(top) : 0;
    sections.forEach((_, at) => {
      const scale = shrink(at, breaks);
      const waiting = kept(plan[at]).map((one) => ({...one, tall: one.tall * scale}));
      order[at] = [];
      if (breaks.has(at)) { fills.push(used); used = 0; }
      while (waiting.length) {
        /* what does not fit lets a smaller row of its section go before it, never before the heading */
        let next = used + waiting[0].tall <= room || !used ? 0 : -1;
        if (next < 0 && order[at].length && used < least * room) next = waiting.findIndex((one) => used + one.tall <= room);
        if (next < 0) { fills.push(used); used = 0; next = 0; }
        const [one] = waiting.splice(next, 1);
        order[at].push(one); used += one.tall;
      }
    });
    const foot = end ? end.getBoundingClientRect().height : 0;
    if (used + foot > room) { fills.push(used); used = 0; }
    fills.push(used + foot);
    return {fills, order, breaks};
  };
  const best = () => {
    const breaks = new Set(sections.map((_, at) => at).slice(1));
    let made = set(breaks);
    for (const at of [...breaks]) {
      const before = new Set([...breaks].filter((other) => other < at)).size;
      const start = made.fills.slice(0, -1).findIndex((fill) => fill < least * room);
      if (start < 0) break;
      /* the break that leaves a page too empty goes, and the section flows on */
      let trial = null;
      for (const other of breaks) {
        const fewer = new Set([...breaks].filter((one) => one !== other));
        const now = set(fewer);
        const bad = (plan) => plan.fills.slice(0, -1).filter((fill) => fill < least * room).length;
        if (bad(now) < bad(made) && (!trial || bad(now) < bad(trial))) trial = now;
      }
      if (!trial) break;
      breaks.clear(); trial.breaks.forEach((one) => breaks.add(one)); made = trial;
    }
    return {...made, breaks: new Set(breaks)};
  };
  let made = best();
  while (made.fills.length > most) {
    const over = plan.map((rows, at) => ({rows, over: sum(rows) * smallest - room})).filter(({over}) => over > 0);
    const from = (over.length ? over.sort((a, b) => b.over - a.over)[0].rows : plan.flat());
    const next = kept(from).filter((one, i) => one.rank).sort((a, b) => b.rank - a.rank || from.indexOf(b) - from.indexOf(a)).find((one) => !one.row.classList.contains('first'));
    const any = next || kept(plan.flat()).filter((one) => one.rank && !one.row.classList.contains('first')).sort((a, b) => b.rank - a.rank)[0];
    if (!any) break;
    gone.add(any); made = best();
  }
  for (const one of [...gone].sort((a, b) => a.rank - b.rank)) { /* what has room after all comes back */
    const poor = (plan) => plan.fills.slice(0, -1).filter((fill) => fill < least * room).length;
    gone.delete(one);
    const trial = best();
    if (trial.fills.length > most || poor(trial) > poor(made)) gone.add(one); else made = trial;
  }
  if (made.fills.length > most) made = set(new Set());
  gone.forEach(({row}) => row.classList.add('gone'));
  made.order.forEach((rows, at) => rows.forEach(({row}) => sections[at].append(row)));
  sections.forEach((section, at) => { const scale = shrink(at, made.breaks); if (scale < 1) section.style.zoom = scale; });
  made.breaks.forEach((at) => sections[at].querySelector(':scope > .row').classList.add('begins'));
  return JSON.stringify(made.fills.map((fill) => Math.round(100 * fill / room)));
})()
